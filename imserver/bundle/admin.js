/* Made by scripts/bundle from imserver/web/, where the sources and licences are. */
import{Bt as e,Ct as t,Et as n,Ft as r,It as i,Kt as a,L as o,Lt as s,M as c,N as l,Nt as u,Pt as d,R as f,Rt as p,St as m,Tt as h,Wt as g,_t as _,g as v,gt as y,jt as b,kt as x,n as S,ot as ee,st as C,t as w,ut as T,vt as E,wt as D,yt as te}from"./main.js";import{B as ne,H as re,L as O,R as k}from"./later.js";var ie=class{#e;constructor(e){this.#e=e}status(){return this.#t(`GET`,`/status`)}renameServer(e){return this.#t(`PATCH`,`/server`,{body:{name:e}})}health(e){return this.#t(`GET`,`/health`,{query:{since:e}})}tuning(){return this.#t(`GET`,`/tuning`)}audit(e){return this.#t(`GET`,`/audit`,{query:e})}users(e){return this.#t(`GET`,`/users`,{query:e})}user(e){return this.#t(`GET`,`/users/${encodeURIComponent(e)}`)}addUser(e){return this.#t(`POST`,`/users`,{body:e})}changeUser(e,t){return this.#t(`PATCH`,`/users/${e}`,{body:t})}removeUser(e){return this.#t(`DELETE`,`/users/${e}`)}passwordLink(e){return this.#t(`POST`,`/users/${e}/link`)}readRoster(e,t){return this.#t(`POST`,`/users/roster`,{body:{content:e,encoding:t}})}importUsers(e){return this.#t(`POST`,`/users/import`,{body:{rows:e,partial:!0}})}renewLinks(e){return this.#t(`POST`,`/users/links`,{body:{logins:e}})}invites(){return this.#t(`GET`,`/invites`)}invite(e){return this.#t(`POST`,`/invites`,{body:e})}revokeInvite(e){return this.#t(`DELETE`,`/invites/${e}`)}groups(e){return this.#t(`GET`,`/groups`,{query:e})}group(e,t){return this.#t(`GET`,`/groups/${encodeURIComponent(e)}`,{query:t})}addGroup(e,t,n){return this.#t(`POST`,`/groups`,{body:{title:e,members:t,client_id:n}})}addMembers(e,t,n){return this.#t(`POST`,`/groups/${e}/members`,{body:{users:t,role:n}})}removeMember(e,t){return this.#t(`DELETE`,`/groups/${e}/members/${t}`)}removeGroup(e){return this.#t(`DELETE`,`/conversations/${e}`)}#t(e,t,n){return this.#e.request(e,`/admin${t}`,n)}};const A={"admin.not-yours":`Only owners and admins of this server can administer it.`,"admin.loading":`Loading`,"admin.cancel":`Cancel`,"admin.remove":`Remove`,"admin.copy":`Copy`,"admin.copied":`Copied`,"admin.just-now":`less than a minute`,"admin.days.one":`{count} day`,"admin.days.other":`{count} days`,"admin.hours.one":`{count} hour`,"admin.hours.other":`{count} hours`,"admin.minutes.one":`{count} minute`,"admin.minutes.other":`{count} minutes`,"admin.role":`Role`,"admin.role.save":`Save the role`,"admin.role.member":`Member`,"admin.role.admin":`Admin`,"admin.role.owner":`Owner`,"admin.role.member.may":`Chats. Sees nothing of the administration.`,"admin.role.admin.may":`Also keeps accounts, invites and groups. Can’t change owners.`,"admin.role.owner.may":`May do everything, and make others owners.`,"admin.link":`Link`,"admin.link.valid":`Valid until {until}`,"admin.link.password":`Link with which @{login} chooses a password. It works once and is shown only now:`,"admin.link.invite":`Link to join {server}. It is shown only now:`,"admin.overview.title":`Overview`,"admin.charts":`Now, and lately`,"admin.chart":`{name}: between {lowest} and {highest} in the last {span}`,"admin.measured":`The last {span}, measured every {count} seconds.`,"admin.measured-since":`There is nothing before {time}.`,"admin.unmeasured":`Nothing has been measured yet. The first values come within {count} seconds.`,"admin.unseen":`Can’t be seen here`,"admin.connections":`Connections`,"admin.online":`people online: {count}`,"admin.messages-s":`Messages a second`,"admin.cpu":`Processor`,"admin.memory":`Memory`,"admin.disk":`Disk`,"admin.temperature":`Temperature`,"admin.of-it-server":`the messenger: {share}`,"admin.memory-note":`the messenger: {server}, of {total} in all`,"admin.disk-note":`{free} free of {total}`,"admin.throttled":`Slowed down now`,"admin.unthrottled":`Not slowed down`,"admin.disk-scarce":`The disk is almost full. Free some space: without it nobody can send anything.`,"admin.certificate.early":`The certificate isn’t valid before {day}: browsers warn. See that the machine’s clock is right.`,"admin.certificate.ended":`The certificate ended on {day}: browsers warn. Run the playbook again, or renew your own.`,"admin.certificate.soon":`The certificate ends on {day}. Run the playbook again before, or renew your own.`,"admin.certificate.urgent":`The certificate ends on {day}; after that browsers warn. Run the playbook again, or renew your own.`,"admin.clock.ahead":`The machine’s clock is {off} ahead of server time. Nothing is deleted and nobody is logged out because of it.`,"admin.clock.behind":`The machine’s clock is {off} behind server time. Nothing is deleted and nobody is logged out because of it.`,"admin.clock.later":`If it stays so, it is believed in {left}.`,"admin.clock.synchronised":`It is believed once time servers have set it: connect the machine to the internet, or set its clock.`,"admin.trouble":`Nothing can be stored at the moment: {reason}`,"admin.task-failing":`“{name}” fails in the background, and is tried again: {reason}`,"admin.flag.voltage.now":`The voltage is too low. Use the official power supply and a short cable.`,"admin.flag.clock.now":`The processor is held back because of the voltage. Use the official power supply.`,"admin.flag.throttled.now":`The board is slowing down because it is too hot or short of power. Give it air and the official power supply.`,"admin.flag.heat.now":`The board is close to its limit of temperature. Give it a heat sink or a fan.`,"admin.flag.voltage.before":`The voltage was too low at some time since the start.`,"admin.flag.clock.before":`The processor was held back at some time since the start.`,"admin.flag.throttled.before":`The board has slowed down at some time since the start.`,"admin.flag.heat.before":`The limit of temperature was reached at some time since the start.`,"admin.server":`This server`,"admin.address":`Address`,"admin.machine":`Machine`,"admin.cores":`processor cores: {count}`,"admin.version":`Version`,"admin.uptime":`Up for`,"admin.accounts":`Accounts`,"admin.accounts-of":`{total}, of which disabled: {disabled}`,"admin.conversations":`Conversations`,"admin.messages":`Messages`,"admin.store":`Store`,"admin.server-name":`What everybody sees, also in invites`,"admin.sealing":`Encryption on the disk`,"admin.users.title":`People`,"admin.users.search":`Search by name or login`,"admin.user.add":`Add somebody`,"admin.user.added":`{name} was added`,"admin.user.open":`Open the account`,"admin.user.login-hint":`What they sign in with, such as “maria”.`,"admin.user.name":`Name`,"admin.user.shown":`What others see`,"admin.user.how":`You get a link with which they choose a password themselves.`,"admin.user.about":`Account`,"admin.user.state":`State`,"admin.user.enabled":`active`,"admin.user.disabled":`disabled`,"admin.user.since":`Since`,"admin.user.owners-only":`Only an owner can change an owner’s account.`,"admin.user.yourself":`This is your own account. Its role and access are for another administrator to change.`,"admin.user.may":`What this person may do on the server`,"admin.user.access":`Access`,"admin.user.reset":`New password link`,"admin.user.reset-note":`Forgot the password? A link lets them choose a new one. Until it is used, the old one works.`,"admin.user.disable":`Disable`,"admin.user.disable-ask":`Disable {name}?`,"admin.user.disable-note":`Signs all their devices out and keeps them out. Messages stay, and it can be undone.`,"admin.user.enable":`Enable`,"admin.user.enable-note":`This account is disabled. Enable it to let the person sign in again.`,"admin.user.remove":`Remove the account`,"admin.user.remove-ask":`Remove {name} for good?`,"admin.user.remove-note":`Removes the account for good and frees its login. What the person wrote stays. This can’t be undone.`,"admin.user.devices":`Devices`,"admin.user.device":`Unnamed device`,"admin.user.no-devices":`Not signed in anywhere.`,"admin.user.last-seen":`last seen {when}`,"admin.user.online":`online`,"admin.import.read-as":`Read as {encoding}.`,"admin.import.guessed":`Read as {encoding}, which is a guess. Does a name look wrong? Choose another encoding.`,"admin.import.beginning":`How the file begins`,"admin.import.no-header":`The first line names no columns, so they are taken for a login and a name.`,"admin.import.ignored":`These columns are left out: {columns}`,"admin.import.groups-note":`People come into your groups of these titles. Those that don’t exist are made, and are yours.`,"admin.import.copy-links":`Copy the links`,"admin.import.print":`Print`,"admin.import.unsaved":`Discard the links?`,"admin.import.unsaved-text":`Nobody has saved the links of this import. They can’t be shown again: each person would need a new one.`,"admin.import.discard":`Discard`,"admin.import.unsaved-note":`The links of your import aren’t saved yet.`,"admin.import.going-on":`Your import goes on.`,"admin.import.to-links":`Back to the import`,"admin.problem.empty":`The file is empty. Write one account on each line.`,"admin.problem.encoding":`Line {line} isn’t in this encoding. Choose another one, or save the file as “CSV UTF-8”.`,"admin.problem.quotes":`Line {line} is no CSV: put a value with quotes or line breaks in double quotes, and double those inside it.`,"admin.problem.header":`The first line doesn’t name the columns. Write one such as “login,name,group” above the others.`,"admin.problem.column":`The column “{value}” is unknown. Do you mean “{meant}”?`,"admin.problem.twice":`The column “{value}” is there twice. Remove one.`,"admin.problem.login":`No column is called “login”. Call the column with the logins “login”.`,"admin.problem.login-unknown":`No column is called “login”. Call the column with the logins “login”. These are unknown: {value}`,"admin.row.bad_request.group":`There are several groups called “{value}”. Rename one of them.`,"admin.row.login_taken.earlier":`The login “{value}” is on line {earlier} already. Remove one, or choose another login.`,"admin.row.login_confusable.earlier":`The login “{value}” looks like the one on line {earlier}. Choose another login.`,"admin.row.login_invalid.none":`There is no login. Write one.`,"admin.row.name_invalid":`“{value}” can’t be a name: use 1 to 100 visible characters.`,"admin.row.title_invalid":`“{value}” can’t be the title of a group: use 1 to 100 visible characters.`,"admin.row.too_many":`The group “{value}” would have too many members. Divide it.`,"admin.row.too_many.none":`There are more than 20 groups on this line. Remove some.`,"admin.row.password_weak":`The password is too short, is the login, or begins or ends with a space. Use 8 to 256 characters.`,"admin.import.there.one":`{count} person already has an account`,"admin.import.there.other":`{count} people already have an account`,"admin.import.renew-note":`Did their links get lost? Those who haven’t chosen a password yet get new ones; earlier links stay valid.`,"admin.import.renew":`Make new links`,"admin.import.renewed.one":`{count} new link was made. The others need none.`,"admin.import.renewed.other":`{count} new links were made. The others need none.`,"admin.import.title":`Import a list`,"admin.import.file":`CSV file`,"admin.import.how":`A table saved as CSV, whose first line names the columns: login, and any of name, role, password, group. Who has no password gets a link to choose one. Nothing is made before you have seen it.`,"admin.import.sample":`Example`,"admin.import.example":`login,name,role,group
maria,Maria Lopez,,Class 3b
wang.fang,王芳,admin,Class 3b;Choir`,"admin.import.choose":`Choose a file`,"admin.import.choose-other":`Choose another file`,"admin.import.encoding":`Encoding`,"admin.import.automatic":`Automatic`,"admin.import.too-long":`The file is too long: at most 5,000 lines at once. Split it.`,"admin.import.preview":`Preview`,"admin.import.problems":`Lines with problems`,"admin.import.line":`Line`,"admin.import.at-line":`Line {line}`,"admin.import.given":`in the file`,"admin.import.by-link":`by link`,"admin.import.good.one":`{count} account can be made.`,"admin.import.good.other":`{count} accounts can be made.`,"admin.import.bad.one":`{count} line has a problem and is left out.`,"admin.import.bad.other":`{count} lines have problems and are left out.`,"admin.import.begin.one":`Make {count} account`,"admin.import.begin.other":`Make {count} accounts`,"admin.import.begin-good.one":`Make the {count} good account`,"admin.import.begin-good.other":`Make the {count} good accounts`,"admin.import.running":`Making accounts`,"admin.import.done":`Import finished`,"admin.import.created.one":`{count} account was made.`,"admin.import.created.other":`{count} accounts were made.`,"admin.import.continue.one":`Go on with the last {count}`,"admin.import.continue.other":`Go on with the other {count}`,"admin.import.save-links":`Save the links as CSV`,"admin.import.to-users":`To the list of people`,"admin.import.another":`Import another list`,"admin.import.links":`Links to hand out`,"admin.import.links-note":`Each works once. They are shown only in this window: save, copy or print them before you close it.`,"admin.row.bad_request":`“{value}” isn’t a role. Write member, admin or owner, or nothing.`,"admin.row.csv_invalid":`There are more values than columns, as “{value}”. Put values with a comma in double quotes.`,"admin.row.forbidden":`Only an owner can make owners.`,"admin.row.login_taken":`The login “{value}” is taken. Choose another one.`,"admin.row.login_confusable":`The login “{value}” looks like one that somebody has. Choose another one.`,"admin.row.login_mixed":`The login “{value}” mixes several alphabets. Take all letters from one.`,"admin.row.login_reserved":`The login “{value}” stands for something else. Choose another one.`,"admin.row.login_invalid":`“{value}” can’t be a login: use letters, digits, dots, hyphens, underscores or @, without spaces, among them a letter or digit.`,"admin.number":`Use a number from 1 to {max}.`,"admin.invites.title":`Invites`,"admin.invites.intro":`Whoever has an invite link can make an account on this server with it.`,"admin.invites.new":`New invite`,"admin.invites.uses":`For how many people`,"admin.invites.days":`Valid for days`,"admin.invites.make":`Make a link`,"admin.invites.open":`Open invites`,"admin.invites.none":`There are no open invites.`,"admin.invites.left.one":`{count} use left`,"admin.invites.left.other":`{count} uses left`,"admin.invites.by":`· by {name}`,"admin.invites.copy-words":`Copy the invitation`,"admin.invites.in-words":`The link with an invitation`,"admin.invites.message":`You’re invited to {server}. Open this link and make your account: {url}`,"admin.invites.revoke":`Revoke`,"admin.invites.revoke-that":`Revoke the invite {hint}…`,"admin.groups.title":`Groups`,"admin.groups.search":`Search by name`,"admin.groups.none":`There are no groups yet.`,"admin.groups.not-found":`No group is called that.`,"admin.groups.messages.one":`{count} message`,"admin.groups.messages.other":`{count} messages`,"admin.groups.new-note":`The first person you choose looks after the group.`,"admin.groups.about":`Group`,"admin.groups.people":`Members`,"admin.groups.role-of":`Role of {name}`,"admin.groups.take-out":`Remove {name}`,"admin.groups.remove":`Delete the group`,"admin.groups.remove-ask":`Delete “{title}”?`,"admin.groups.remove-note":`The group and all its messages are deleted, for everybody. This can’t be undone.`,"admin.tuning.title":`Tuning`,"admin.tuning.intro":`How the system below is set, as of the last change. It is changed with imctl tune.`,"admin.tuning.untuned":`This machine isn’t tuned, or was tuned before this page could show it. On the node, “sudo imctl tune apply” tunes it.`,"admin.tuning.unreadable":`There is a record of the tuning, but it can’t be read from here. On the node, “imctl tune show” tells it.`,"admin.tuning.board":`Machine`,"admin.tuning.system":`System`,"admin.tuning.profile":`Profile`,"admin.tuning.at":`Last change`,"admin.tuning.wanted":`wanted: {value}`,"admin.tuning.group.boot":`Boot`,"admin.tuning.group.cpu":`Processor`,"admin.tuning.group.memory":`Memory`,"admin.tuning.group.network":`Network`,"admin.tuning.group.security":`Security`,"admin.tuning.group.services":`Services`,"admin.tuning.group.storage":`Storage`,"admin.tuning.state.ok":`as wanted`,"admin.tuning.state.drift":`differs`,"admin.tuning.state.restart":`after a restart`,"admin.tuning.state.no-effect":`no effect here`,"admin.tuning.state.unseen":`not visible`,"admin.audit.title":`Audit log`,"admin.audit.intro":`What administrators changed: on this page, with imctl, or over the API. Kept for a year.`,"admin.audit.search":`Search by name, action or address`,"admin.audit.none":`Nothing was found.`,"admin.audit.local":`on the server`,"admin.audit.socket":`Somebody at the server`,"admin.audit.token":`API token “{name}”`,"admin.action.user.created":`added`,"admin.action.user.renamed":`renamed`,"admin.action.user.role":`changed the role of`,"admin.action.user.disabled":`disabled`,"admin.action.user.enabled":`enabled`,"admin.action.user.password":`set a password for`,"admin.action.user.link":`made a password link for`,"admin.action.user.removed":`removed`,"admin.action.invite.created":`made an invite`,"admin.action.invite.revoked":`revoked an invite`,"admin.action.group.created":`made the group`,"admin.action.group.joined":`added {user} to`,"admin.action.group.left":`removed {user} from`,"admin.action.group.role":`made {user} {role} of`,"admin.action.conversation.removed":`deleted the conversation`,"admin.action.token.created":`made the API token`,"admin.action.token.removed":`revoked the API token`,"admin.action.webhook.added":`added the webhook`,"admin.action.webhook.removed":`removed the webhook`,"admin.action.webhook.enabled":`enabled the webhook`,"admin.action.key.rotated":`made a new encryption key`,"admin.action.search.rebuilt":`had the search index made anew`,"admin.action.setup.link":`made a set-up link`,"admin.action.server.renamed":`named the server`,"admin.detail.role":`role`,"admin.detail.uses":`uses`,"admin.detail.days":`days`,"admin.detail.members":`members`,"admin.detail.key":`number`,"admin.detail.by":`made by`,"admin.error.bad_request":`This can’t be right: {message}`,"admin.error.csv_invalid":`This isn’t a CSV file with a line of column names first. {message}`,"admin.error.last_owner":`Somebody must be owner: make somebody else an owner first.`,"admin.error.forbidden":`Your role doesn’t allow this: only an owner can change owners.`,"admin.error.not_found":`It isn’t there any more. Load the page again.`,"admin.error.too_many":`That is too much at once. {message}`,"admin.error.unknown_user":`This account doesn’t exist (any more).`,"admin.error.unknown_conversation":`This group doesn’t exist (any more).`},ae={"admin.not-yours":`只有服务器的所有者和管理员才能进行管理。`,"admin.loading":`正在加载`,"admin.cancel":`取消`,"admin.remove":`移出`,"admin.copy":`复制`,"admin.copied":`已复制`,"admin.just-now":`不到一分钟`,"admin.days.one":`{count} 天`,"admin.days.other":`{count} 天`,"admin.hours.one":`{count} 小时`,"admin.hours.other":`{count} 小时`,"admin.minutes.one":`{count} 分钟`,"admin.minutes.other":`{count} 分钟`,"admin.role":`角色`,"admin.role.save":`保存角色`,"admin.role.member":`成员`,"admin.role.admin":`管理员`,"admin.role.owner":`所有者`,"admin.role.member.may":`可以聊天，看不到管理页面。`,"admin.role.admin.may":`还可以管理账号、邀请和群组，但不能更改所有者。`,"admin.role.owner.may":`拥有全部权限，也可以任命其他所有者。`,"admin.link":`链接`,"admin.link.valid":`有效期至 {until}`,"admin.link.password":`@{login} 用此链接设置密码。链接只能用一次，且仅在此显示一次：`,"admin.link.invite":`加入 {server} 的邀请链接，仅在此显示一次：`,"admin.overview.title":`概览`,"admin.charts":`当前与近期`,"admin.chart":`{name}：最近 {span} 在 {lowest} 至 {highest} 之间`,"admin.measured":`最近 {span}，每 {count} 秒测量一次。`,"admin.measured-since":`{time} 之前没有数据。`,"admin.unmeasured":`尚无测量数据，首次数据将在 {count} 秒内显示。`,"admin.unseen":`此处不可见`,"admin.connections":`连接数`,"admin.online":`在线人数：{count}`,"admin.messages-s":`每秒消息数`,"admin.cpu":`处理器`,"admin.memory":`内存`,"admin.disk":`磁盘`,"admin.temperature":`温度`,"admin.of-it-server":`其中聊天服务：{share}`,"admin.memory-note":`其中聊天服务：{server}，共 {total}`,"admin.disk-note":`剩余 {free}，共 {total}`,"admin.throttled":`正在降频`,"admin.unthrottled":`未降频`,"admin.disk-scarce":`磁盘空间即将用尽，请尽快清理：空间不足时将无法发送消息。`,"admin.certificate.early":`证书要到 {day} 才生效，浏览器会显示警告。请检查设备的时钟是否正确。`,"admin.certificate.ended":`证书已于 {day} 过期，浏览器会显示警告。请重新运行 playbook；如使用自备证书，请续期。`,"admin.certificate.soon":`证书将于 {day} 到期。请在此之前重新运行 playbook；如使用自备证书，请续期。`,"admin.certificate.urgent":`证书将于 {day} 到期，之后浏览器会显示警告。请重新运行 playbook；如使用自备证书，请续期。`,"admin.clock.ahead":`设备的时钟比服务器时间快 {off}。不会因此删除任何内容，也不会有人因此被登出。`,"admin.clock.behind":`设备的时钟比服务器时间慢 {off}。不会因此删除任何内容，也不会有人因此被登出。`,"admin.clock.later":`如果保持不变，将在 {left} 后采用设备的时钟。`,"admin.clock.synchronised":`时钟经时间服务器校准后才会采用：请将设备接入互联网，或手动设置时钟。`,"admin.trouble":`目前无法保存数据：{reason}`,"admin.task-failing":`后台任务“{name}”出错，正在重试：{reason}`,"admin.flag.voltage.now":`电压过低，请使用官方电源和较短的电源线。`,"admin.flag.clock.now":`因供电不足，处理器频率受限，请使用官方电源。`,"admin.flag.throttled.now":`因过热或供电不足，主板正在降频。请改善散热并使用官方电源。`,"admin.flag.heat.now":`主板温度接近上限，请加装散热片或风扇。`,"admin.flag.voltage.before":`启动以来曾出现电压过低。`,"admin.flag.clock.before":`启动以来处理器频率曾受限。`,"admin.flag.throttled.before":`启动以来主板曾降频。`,"admin.flag.heat.before":`启动以来温度曾达到上限。`,"admin.server":`本服务器`,"admin.address":`地址`,"admin.machine":`设备`,"admin.cores":`处理器核心数：{count}`,"admin.version":`版本`,"admin.uptime":`已运行`,"admin.accounts":`账号`,"admin.accounts-of":`共 {total} 个，已停用 {disabled} 个`,"admin.conversations":`会话`,"admin.messages":`消息`,"admin.store":`存储`,"admin.server-name":`所有人看到的名称，邀请中也会显示`,"admin.sealing":`磁盘加密`,"admin.users.title":`用户`,"admin.users.search":`按姓名或账号搜索`,"admin.user.add":`添加用户`,"admin.user.added":`已添加“{name}”`,"admin.user.open":`打开该账号`,"admin.user.login-hint":`登录时使用的账号名，例如“maria”。`,"admin.user.name":`姓名`,"admin.user.shown":`其他人看到的名字`,"admin.user.how":`您将得到一个链接，由对方自行设置密码。`,"admin.user.about":`账号信息`,"admin.user.state":`状态`,"admin.user.enabled":`正常`,"admin.user.disabled":`已停用`,"admin.user.since":`创建于`,"admin.user.owners-only":`只有所有者才能更改所有者的账号。`,"admin.user.yourself":`这是您自己的账号，角色和权限需由其他管理员更改。`,"admin.user.may":`该用户在服务器上的权限`,"admin.user.access":`登录权限`,"admin.user.reset":`生成重设密码链接`,"admin.user.reset-note":`忘记密码？可通过链接重新设置。链接使用前，旧密码仍然有效。`,"admin.user.disable":`停用`,"admin.user.disable-ask":`停用“{name}”？`,"admin.user.disable-note":`将退出该用户的所有设备并禁止登录。消息会保留，且可以恢复。`,"admin.user.enable":`启用`,"admin.user.enable-note":`该账号已停用，启用后对方可重新登录。`,"admin.user.remove":`删除账号`,"admin.user.remove-ask":`永久删除“{name}”？`,"admin.user.remove-note":`永久删除账号并释放账号名，对方发过的消息会保留。此操作无法撤销。`,"admin.user.devices":`设备`,"admin.user.device":`未命名设备`,"admin.user.no-devices":`没有已登录的设备。`,"admin.user.last-seen":`上次使用：{when}`,"admin.user.online":`在线`,"admin.import.read-as":`已按 {encoding} 读取。`,"admin.import.guessed":`已按 {encoding} 读取（自动推测）。若姓名显示有误，请选择其他编码。`,"admin.import.beginning":`文件开头`,"admin.import.no-header":`首行没有列名，已按“账号、姓名”的顺序读取。`,"admin.import.ignored":`以下列不会导入：{columns}`,"admin.import.groups-note":`这些成员会加入您管理的同名群组；没有同名群组时将新建，群主为您。`,"admin.import.copy-links":`复制链接`,"admin.import.print":`打印`,"admin.import.unsaved":`放弃这些链接？`,"admin.import.unsaved-text":`本次导入的链接尚未保存，放弃后无法再次查看，只能为每个人重新生成。`,"admin.import.discard":`放弃`,"admin.import.unsaved-note":`导入生成的链接尚未保存。`,"admin.import.going-on":`导入仍在进行。`,"admin.import.to-links":`返回导入页面`,"admin.problem.empty":`文件是空的。请每行填写一个账号。`,"admin.problem.encoding":`第 {line} 行不符合该编码。请选择其他编码，或将文件另存为“CSV UTF-8”。`,"admin.problem.quotes":`第 {line} 行不是有效的 CSV：含引号或换行的值须用双引号括起，其中的双引号须写两次。`,"admin.problem.header":`首行没有列名。请在最前面加一行，例如“账号,姓名,班级”。`,"admin.problem.column":`无法识别列“{value}”，是否应为“{meant}”？`,"admin.problem.twice":`列“{value}”出现了两次，请删除其中一列。`,"admin.problem.login":`缺少“账号”列。请把账号所在的列命名为“账号”。`,"admin.problem.login-unknown":`缺少“账号”列。请把账号所在的列命名为“账号”。无法识别的列：{value}`,"admin.row.bad_request.group":`有多个名为“{value}”的群组，请先修改其中一个的名称。`,"admin.row.login_taken.earlier":`账号名“{value}”与第 {earlier} 行重复。请删除其中一行，或换一个账号名。`,"admin.row.login_confusable.earlier":`账号名“{value}”与第 {earlier} 行的看起来太像，请换一个。`,"admin.row.login_invalid.none":`缺少账号名，请填写。`,"admin.row.name_invalid":`“{value}”不能作为姓名：请使用 1 至 100 个可见字符。`,"admin.row.title_invalid":`“{value}”不能作为群组名称：请使用 1 至 100 个可见字符。`,"admin.row.too_many":`群组“{value}”的成员将超过上限，请分成多个群组。`,"admin.row.too_many.none":`此行的群组超过 20 个，请删减。`,"admin.row.password_weak":`密码过短、与账号名相同，或首尾有空格。请使用 8 至 256 个字符。`,"admin.import.there.one":`{count} 人已有账号`,"admin.import.there.other":`{count} 人已有账号`,"admin.import.renew-note":`链接丢失了？可为尚未设置密码的人重新生成；之前的链接仍然有效。`,"admin.import.renew":`重新生成链接`,"admin.import.renewed.one":`已重新生成 {count} 个链接，其他人无需新链接。`,"admin.import.renewed.other":`已重新生成 {count} 个链接，其他人无需新链接。`,"admin.import.title":`导入名单`,"admin.import.file":`CSV 文件`,"admin.import.how":`将表格另存为 CSV，首行为列名：账号（必填），以及姓名、角色、密码、班级（群组）。没有密码的用户会得到设置密码的链接。确认预览之前不会创建任何账号。`,"admin.import.sample":`示例`,"admin.import.example":`账号,姓名,角色,班级
wangxm,王小明,,三年二班
wang.fang,王芳,管理员,三年二班;合唱团`,"admin.import.choose":`选择文件`,"admin.import.choose-other":`选择其他文件`,"admin.import.encoding":`编码`,"admin.import.automatic":`自动识别`,"admin.import.too-long":`文件过大：每次最多 5000 行，请拆分后再导入。`,"admin.import.preview":`预览`,"admin.import.problems":`有问题的行`,"admin.import.line":`行`,"admin.import.at-line":`第 {line} 行`,"admin.import.given":`文件中提供`,"admin.import.by-link":`通过链接设置`,"admin.import.good.one":`可创建 {count} 个账号。`,"admin.import.good.other":`可创建 {count} 个账号。`,"admin.import.bad.one":`{count} 行有问题，将被跳过。`,"admin.import.bad.other":`{count} 行有问题，将被跳过。`,"admin.import.begin.one":`创建 {count} 个账号`,"admin.import.begin.other":`创建 {count} 个账号`,"admin.import.begin-good.one":`仅创建 {count} 个正确的账号`,"admin.import.begin-good.other":`仅创建 {count} 个正确的账号`,"admin.import.running":`正在创建账号`,"admin.import.done":`导入完成`,"admin.import.created.one":`已创建 {count} 个账号。`,"admin.import.created.other":`已创建 {count} 个账号。`,"admin.import.continue.one":`继续创建其余 {count} 个`,"admin.import.continue.other":`继续创建其余 {count} 个`,"admin.import.save-links":`将链接保存为 CSV`,"admin.import.to-users":`查看用户列表`,"admin.import.another":`导入其他名单`,"admin.import.links":`待分发的链接`,"admin.import.links-note":`每个链接只能用一次，且仅在此窗口显示。关闭前请保存、复制或打印。`,"admin.row.bad_request":`“{value}”不是有效的角色。请填写 member、admin 或 owner（成员、管理员、所有者），也可留空。`,"admin.row.csv_invalid":`值的数量多于列数，例如“{value}”。含逗号的值请用双引号括起。`,"admin.row.forbidden":`只有所有者才能创建所有者账号。`,"admin.row.login_taken":`账号名“{value}”已被使用，请换一个。`,"admin.row.login_confusable":`账号名“{value}”与已有的账号名看起来太像，请换一个。`,"admin.row.login_mixed":`账号名“{value}”混用了多种文字，请只使用其中一种。`,"admin.row.login_reserved":`账号名“{value}”另有用途，请换一个。`,"admin.row.login_invalid":`“{value}”不能作为账号名：请使用字母、汉字、数字、点、连字符、下划线或 @，不含空格，且至少有一个字母、汉字或数字。`,"admin.number":`请输入 1 到 {max} 的整数。`,"admin.invites.title":`邀请`,"admin.invites.intro":`持有邀请链接的人可以在本服务器上注册账号。`,"admin.invites.new":`新建邀请`,"admin.invites.uses":`可用人数`,"admin.invites.days":`有效天数`,"admin.invites.make":`生成链接`,"admin.invites.open":`未用完的邀请`,"admin.invites.none":`没有未用完的邀请。`,"admin.invites.left.one":`剩余 {count} 次`,"admin.invites.left.other":`剩余 {count} 次`,"admin.invites.by":`· 创建者：{name}`,"admin.invites.copy-words":`复制邀请`,"admin.invites.in-words":`带链接的邀请文字`,"admin.invites.message":`邀请您加入 {server}。打开此链接创建账号：{url}`,"admin.invites.revoke":`撤销`,"admin.invites.revoke-that":`撤销邀请 {hint}…`,"admin.groups.title":`群组`,"admin.groups.search":`按名称搜索`,"admin.groups.none":`还没有群组。`,"admin.groups.not-found":`没有找到该群组。`,"admin.groups.messages.one":`{count} 条消息`,"admin.groups.messages.other":`{count} 条消息`,"admin.groups.new-note":`首位选择的人将成为群主。`,"admin.groups.about":`群组信息`,"admin.groups.people":`成员`,"admin.groups.role-of":`{name}的角色`,"admin.groups.take-out":`移出{name}`,"admin.groups.remove":`删除群组`,"admin.groups.remove-ask":`删除“{title}”？`,"admin.groups.remove-note":`将为所有人删除该群组及其全部消息，此操作无法撤销。`,"admin.tuning.title":`调优`,"admin.tuning.intro":`以下为最近一次更改时的系统设置。如需更改，请使用 imctl tune。`,"admin.tuning.untuned":`此设备尚未调优，或在本页支持显示之前已完成调优。可在设备上运行“sudo imctl tune apply”。`,"admin.tuning.unreadable":`存在调优记录，但此处无法读取。可在设备上运行“imctl tune show”查看。`,"admin.tuning.board":`设备`,"admin.tuning.system":`系统`,"admin.tuning.profile":`配置档`,"admin.tuning.at":`最近更改`,"admin.tuning.wanted":`期望值：{value}`,"admin.tuning.group.boot":`启动`,"admin.tuning.group.cpu":`处理器`,"admin.tuning.group.memory":`内存`,"admin.tuning.group.network":`网络`,"admin.tuning.group.security":`安全`,"admin.tuning.group.services":`服务`,"admin.tuning.group.storage":`存储`,"admin.tuning.state.ok":`符合期望`,"admin.tuning.state.drift":`不一致`,"admin.tuning.state.restart":`重启后生效`,"admin.tuning.state.no-effect":`此处无效`,"admin.tuning.state.unseen":`不可见`,"admin.audit.title":`审计日志`,"admin.audit.intro":`管理员通过本页面、imctl 或 API 所做的更改，保留一年。`,"admin.audit.search":`按姓名、操作或地址搜索`,"admin.audit.none":`没有找到记录。`,"admin.audit.local":`服务器本机`,"admin.audit.socket":`服务器本机操作者`,"admin.audit.token":`API 令牌“{name}”`,"admin.action.user.created":`添加了用户`,"admin.action.user.renamed":`修改了姓名：`,"admin.action.user.role":`更改了角色：`,"admin.action.user.disabled":`停用了`,"admin.action.user.enabled":`启用了`,"admin.action.user.password":`设置了密码：`,"admin.action.user.link":`生成了密码链接：`,"admin.action.user.removed":`删除了用户`,"admin.action.invite.created":`创建了邀请`,"admin.action.invite.revoked":`撤销了邀请`,"admin.action.group.created":`创建了群组`,"admin.action.group.joined":`将 {user} 加入了`,"admin.action.group.left":`将 {user} 移出了`,"admin.action.group.role":`将 {user} 设为{role}：`,"admin.action.conversation.removed":`删除了会话`,"admin.action.token.created":`创建了 API 令牌`,"admin.action.token.removed":`撤销了 API 令牌`,"admin.action.webhook.added":`添加了 Webhook`,"admin.action.webhook.removed":`删除了 Webhook`,"admin.action.webhook.enabled":`启用了 Webhook`,"admin.action.key.rotated":`更换了加密密钥`,"admin.action.search.rebuilt":`重建了搜索索引`,"admin.action.setup.link":`生成了初始设置链接`,"admin.action.server.renamed":`将服务器命名为`,"admin.detail.role":`角色`,"admin.detail.uses":`可用次数`,"admin.detail.days":`天数`,"admin.detail.members":`成员数`,"admin.detail.key":`编号`,"admin.detail.by":`创建者`,"admin.error.bad_request":`内容有误：{message}`,"admin.error.csv_invalid":`这不是首行为列名的 CSV 文件。{message}`,"admin.error.last_owner":`必须至少保留一位所有者，请先任命其他所有者。`,"admin.error.forbidden":`您的角色没有此权限：只有所有者才能更改所有者。`,"admin.error.not_found":`该项已不存在，请重新加载页面。`,"admin.error.too_many":`超出上限。{message}`,"admin.error.unknown_user":`该账号不存在或已被删除。`,"admin.error.unknown_conversation":`该群组不存在或已被删除。`};function j(e,n=0){return new Intl.NumberFormat(t(),{maximumFractionDigits:n}).format(e)}function M(e){return new Intl.NumberFormat(t(),{style:`percent`,maximumFractionDigits:0}).format(e/100)}function oe(e){return`${j(e)} °C`}function N(e){let t=Math.floor(e/60),n=Math.floor(t/60),r=Math.floor(n/24),i=[r>0&&h(`admin.days`,r),n%24>0&&h(`admin.hours`,n%24),r===0&&t%60>0&&h(`admin.minutes`,t%60)].filter(Boolean);return i.length>0?i.slice(0,2).join(` `):D(`admin.just-now`)}function P(e){return new Intl.DateTimeFormat(t(),{dateStyle:`medium`,timeStyle:`short`}).format(e)}function se(e){return new Intl.DateTimeFormat(t(),{dateStyle:`medium`}).format(e)}const ce=e(null);function F(){return s(ce)}function I(e){let t=`admin.error.${e.code}`;return t in A?D(t,{message:e.message}):n(e)}function L(e,t){let[n,o]=i(null),[s,c]=i(null),l=d(0),u=r(async()=>{let t=++l.current;try{let n=await e();if(t!==l.current)return;o((()=>n)),c(null)}catch(e){t===l.current&&c(a(e))}},t);return b(()=>(u(),()=>{l.current++}),[u]),{value:n,error:s,reload:u}}function R(e,t){let[n,r]=i(``),[o,s]=i(null),[c,l]=i(!1),[u,f]=i(!1),[p,m]=i(null),h=d(0),g=async r=>{let i=++h.current,o=r.at(-1);f(!0);try{let a=await e(n.trim(),o&&t(o));if(i!==h.current)return;s([...r,...a.items]),l(a.more),m(null)}catch(e){i===h.current&&m(a(e))}i===h.current&&f(!1)};return b(()=>{let e=setTimeout(()=>g([]),o?200:0);return()=>{h.current++,clearTimeout(e)}},[n]),{query:n,setQuery:r,items:o,more:c,busy:u,error:p,loadMore:()=>g(o??[]),reload:()=>g([])}}function z({title:e,wide:t=!1,intro:n,back:r,actions:i,children:a}){return b(()=>(document.title=`${e} · ${te()}`,()=>{document.title=te()}),[e,E.value]),y`<div class=${t?`admin-page wide`:`admin-page`}>
    <header class="admin-head">
      ${r&&y`<a class="icon-button" href=${r} data-up aria-label=${D(`back`)} title=${D(`back`)}><${f} name="back" /></a>`}
      <h1 tabindex="-1" ref=${v}><bdi>${e}</bdi></h1>
      ${i&&y`<div class="admin-actions">${i}</div>`}
    </header>
    ${n&&y`<p class="admin-intro">${n}</p>`} ${a}
  </div>`}function B({title:e,children:t}){return y`<section class="admin-card" aria-label=${e}>
    ${e&&y`<h2>${e}</h2>`} ${t}
  </section>`}function V({facts:e}){return y`<dl class="facts">
    ${e.map(([e,t])=>y`<div key=${e}>
        <dt>${e}</dt>
        <dd>${t}</dd>
      </div>`)}
  </dl>`}function H(){return y`<p class="admin-loading" role="status">
    <span class="spinner"></span><span class="hidden-text">${D(`admin.loading`)}</span>
  </p>`}function U({error:e,say:t}){return e&&y`<p class="alert" role="alert">${t(e)}</p>`}function W({label:e,value:t,onInput:n}){return y`<div class="search-box admin-search">
    <${f} name="search" />
    <input
      type="search"
      value=${t}
      placeholder=${e}
      aria-label=${e}
      maxlength="100"
      autocapitalize="none"
      spellcheck=${!1}
      onInput=${e=>n(e.target.value)}
    />
  </div>`}function le(){let e=F(),t=R(async(t,n)=>{let{entries:r,more:i}=await e.audit({q:t||void 0,before:n,limit:50});return{items:r,more:i}},e=>e.id);return y`<${z} title=${D(`admin.audit.title`)} intro=${D(`admin.audit.intro`)}>
    <${W} label=${D(`admin.audit.search`)} value=${t.query} onInput=${t.setQuery} />
    <${U} error=${t.error} say=${I} />
    ${!t.items&&!t.error&&y`<${H} />`}
    <ol class="audit" aria-busy=${t.busy}>
      ${t.items?.map(e=>y`<${ue} key=${e.id} entry=${e} />`)}
    </ol>
    ${t.items?.length===0&&y`<p class="empty-note" role="status">${D(`admin.audit.none`)}</p>`}
    ${t.more&&y`<button type="button" class="button quiet admin-more" disabled=${t.busy} onClick=${t.loadMore}>
        ${D(`people.more`)}
      </button>`}
  <//>`}function ue({entry:e}){let t=pe(e);return y`<li>
    <time datetime=${new Date(e.at).toISOString()}>${P(e.at)}</time>${` `}
    <span class="audit-what">
      <span class="audit-who"><bdi>${de(e)}</bdi></span>${` `}
      <span>${fe(e)}${e.target_name&&y` <b><bdi>${e.target_name}</bdi></b>`}</span>
      ${t&&y`<span class="audit-details"><bdi>${t}</bdi></span>`}
    </span>
    <span class="audit-from">${e.address||D(`admin.audit.local`)}</span>
  </li>`}function de({means:e,actor_name:t}){return e===`local`?D(`admin.audit.socket`):e===`token`?D(`admin.audit.token`,{name:t}):t}function fe(e){let t=`admin.action.${e.action}`,n={user:String(e.details.user??``),role:G(e.details.role??``)};return t in A?D(t,n):e.action}function pe({action:e,details:{from:t,to:n,user:r,...i}}){let a=t===void 0?[]:[`${G(t)} → ${G(n??``)}`],o=(e===`group.role`?[]:Object.entries(i)).map(([e,t])=>`${me(e)}: ${G(t)}`);return[...a,...o].join(` · `)}function me(e){let t=`admin.detail.${e}`;return t in A?D(t):e}function G(e){let t=`admin.role.${e}`;return t in A?D(t):String(e)}async function he(e,t,n){let r=t;for(;r.rest.length>0;){let t=r.rest.slice(0,20),i=new Set(t.slice(0,r.uncertain).map(({line:e})=>e));n({...r,uncertain:t.length});let{created:a,errors:o}=await e.make(t),s=await ge(e,t,o.filter(({code:e,line:t})=>e===`login_taken`&&i.has(t))),c=new Set(s.map(({login:e})=>e));r={created:[...r.created,...a,...s],errors:[...r.errors,...o.filter(({login:e})=>!c.has(e))],rest:r.rest.slice(20),uncertain:0},n(r)}}async function ge(e,t,n){let r=[];for(let{line:i}of n){let n=t.find(e=>e.line===i),a=n&&await e.find(n);a&&r.push(a)}return r}var _e=class{run=x(null);busy=x(!1);error=x(null);unsaved=x(!1);rows=[];#e;#t=e=>this.#e()&&e.preventDefault();constructor(e=()=>!0){this.#e=e}async go(e,t){if(!this.busy.value){this.busy.value=!0,this.error.value=null,this.run.value=t,this.#n(!0);try{await he(e,t,e=>{this.run.value=e})}catch(e){this.error.value=a(e)}this.busy.value=!1,this.#n(this.run.value.created.some(({link:e})=>e))}}renewed(e){this.run.value={created:e,errors:[],rest:[],uncertain:0,renewed:!0},this.#n(e.length>0)}saved(){this.busy.value||this.#n(!1)}clear(){this.#n(!1),this.run.value=null,this.error.value=null,this.rows=[]}#n(e){this.unsaved.value=e,e?addEventListener(`beforeunload`,this.#t):removeEventListener(`beforeunload`,this.#t)}};let K={user:void 0,enrolment:new _e};function ve(e){let t=e.user.peek()?.id;return K.user!==t&&(K.enrolment.clear(),K={user:t,enrolment:new _e(()=>e.user.peek()?.id===t)}),K.enrolment}const ye=Object.freeze({overview:`M3 12.5h4l2.5-7 4.5 13 2.5-6H21`,users:`M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c.5-3.2 3-5 6.5-5s6 1.8 6.5 5M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14.9c2 .7 3.2 2.3 3.5 4.6`,invites:`M3.5 6.5h17v11h-17zM3.5 7l8.5 6.5L20.5 7`,groups:`M5 5h14a1.5 1.5 0 0 1 1.5 1.5v9A1.5 1.5 0 0 1 19 17h-7.5L7 20.5V17H5a1.5 1.5 0 0 1-1.5-1.5v-9A1.5 1.5 0 0 1 5 5z`,tuning:`M5 4v6M5 14v6M12 4v3M12 11v9M19 4v9M19 17v3M3 14h4M10 7.5h4M17 17h4`,audit:`M6 3.5h9l3.5 3.5v13.5H6zM9 11h6M9 14.5h6M9 7.5h3`,next:`M9.5 6l6 6-6 6`});function q({name:e}){return y`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${ye[e]} /></svg>`}const J=Object.freeze({overview:`#/admin`,users:`#/admin/users`,newUser:`#/admin/users/new`,importUsers:`#/admin/users/import`,user:e=>`#/admin/users/${encodeURIComponent(e)}`,invites:`#/admin/invites`,groups:`#/admin/groups`,newGroup:`#/admin/groups/new`,group:e=>`#/admin/groups/${encodeURIComponent(e)}`,tuning:`#/admin/tuning`,audit:`#/admin/audit`});function be(){let e=F(),t=R(async(t,n)=>{let{groups:r,more:i}=await e.groups({q:t||void 0,after:n,limit:50});return{items:r,more:i}},e=>e.id),n=y`<a class="button primary" href=${J.newGroup}>${D(`group.new`)}</a>`;return y`<${z} title=${D(`admin.groups.title`)} actions=${n}>
    <${W} label=${D(`admin.groups.search`)} value=${t.query} onInput=${t.setQuery} />
    <${U} error=${t.error} say=${I} />
    ${!t.items&&!t.error&&y`<${H} />`}
    <ul class="admin-rows" aria-busy=${t.busy} aria-label=${D(`admin.groups.title`)}>
      ${t.items?.map(e=>y`<li key=${e.id}>
          <a class="admin-row" href=${J.group(e.id)}>
            <${o} id=${e.id} name=${e.title} kind="group" />
            <span class="row-main">
              <span class="row-title"><bdi>${e.title}</bdi></span>
              <span class="row-sub">
                ${h(`group.members`,e.member_count)} · ${h(`admin.groups.messages`,e.last_seq)}
              </span>
            </span>
            <${q} name="next" />
          </a>
        </li>`)}
    </ul>
    ${t.items?.length===0&&y`<p class="empty-note" role="status">${D(t.query?`admin.groups.not-found`:`admin.groups.none`)}</p>`}
    ${t.more&&y`<button type="button" class="button quiet admin-more" disabled=${t.busy} onClick=${t.loadMore}>
        ${D(`people.more`)}
      </button>`}
  <//>`}function Y({title:e,text:t,action:n,onConfirm:r,onClose:i}){let a=u(),{busy:o,error:s,run:c}=w(async()=>{await r(),i()}),l=ne(()=>o||i());return y`<dialog
    class="admin-dialog"
    ...${l}
    aria-labelledby=${`${a}-title`}
    aria-describedby=${`${a}-text`}
  >
    <h2 id=${`${a}-title`}>${e}</h2>
    <p id=${`${a}-text`}>${t}</p>
    ${s&&y`<p class="alert" role="alert">${I(s)}</p>`}
    <div class="admin-dialog-buttons">
      <button type="button" class="button quiet" disabled=${o} onClick=${i} autofocus>${D(`admin.cancel`)}</button>
      <button type="button" class="button danger" disabled=${o} onClick=${()=>c()}>${n}</button>
    </div>
  </dialog>`}function xe({id:e}){let t=F(),[n,r]=i(100),[a,s]=i(!1),{value:c,error:l,reload:u}=L(()=>t.group(e,{limit:n}),[t,e,n]);return y`<${z} title=${c?.title??D(`admin.groups.title`)} back=${J.groups}>
    <${U} error=${l} say=${I} />
    ${!c&&!l&&y`<${H} />`}
    ${c&&y`<${B} title=${D(`admin.groups.about`)}>
          <div class="admin-profile">
            <${o} id=${c.id} name=${c.title} kind="group" size="large" />
            <${V}
              facts=${[[D(`admin.groups.people`),j(c.member_count)],[D(`admin.messages`),j(c.last_seq)],[D(`admin.user.since`),se(c.created_at)]]}
            />
          </div>
        <//>
        <${B} title=${h(`group.members`,c.member_count)}>
          <ul class="admin-plain">
            ${c.members.map(t=>y`<${Se} key=${t.id} group=${e} member=${t} onChanged=${u} />`)}
          </ul>
          ${c.more&&y`<button type="button" class="button quiet admin-more" onClick=${()=>r(n+100)}>
              ${D(`people.more`)}
            </button>`}
          <${Ce} group=${e} members=${c.members} onChanged=${u} />
        <//>
        <${B} title=${D(`admin.groups.remove`)}>
          <p class="admin-muted">${D(`admin.groups.remove-note`)}</p>
          <button type="button" class="button danger" onClick=${()=>s(!0)}>
            ${D(`admin.groups.remove`)}
          </button>
        <//>
        ${a&&y`<${Y}
            title=${D(`admin.groups.remove-ask`,{title:c.title})}
            text=${D(`admin.groups.remove-note`)}
            action=${D(`admin.groups.remove`)}
            onConfirm=${async()=>{await t.removeGroup(e),C(J.groups,{replace:!0})}}
            onClose=${()=>s(!1)}
          />`}`}
  <//>`}function Se({group:e,member:t,onChanged:n}){let r=F(),{busy:a,error:s,run:c}=w(async e=>{await e(),await n()}),[l,u]=i(t.role);return y`<li>
    <${o} id=${t.id} name=${t.name} />
    <span class="row-main">
      <a class="row-title" href=${J.user(t.id)}><bdi>${t.name}</bdi></a>
      <span class="row-sub">@${t.login}</span>
      ${s&&y`<span class="note error" role="alert">${I(s)}</span>`}
    </span>
    <select
      class="admin-select"
      aria-label=${D(`admin.groups.role-of`,{name:t.name})}
      value=${a?l:t.role}
      onChange=${n=>{let i=n.target.value;a||u(i),c(()=>r.addMembers(e,[t.id],i))}}
    >
      ${[`member`,`admin`,`owner`].map(e=>y`<option key=${e} value=${e}>${D(`admin.role.${e}`)}</option>`)}
    </select>
    <button
      type="button"
      class="button danger small"
      disabled=${a}
      aria-label=${D(`admin.groups.take-out`,{name:t.name})}
      onClick=${()=>c(()=>r.removeMember(e,t.id))}
    >
      ${D(`admin.remove`)}
    </button>
  </li>`}function Ce({group:e,members:t,onChanged:n}){let r=F(),[a,o]=i(!1),{busy:s,error:c,run:l}=w(async t=>{await r.addMembers(e,[t.id]),o(!1),await n()});return a?y`<${U} error=${c} say=${I} />
    <${re}
      label=${D(`group.add`)}
      without=${t.map(({id:e})=>e)}
      busy=${s}
      autofocus
      onPick=${l}
    />`:y`<button type="button" class="button quiet" onClick=${()=>o(!0)}>${D(`group.add`)}</button>`}async function X(e){try{return await navigator.clipboard.writeText(e),!0}catch{let t=document.createElement(`textarea`);t.value=e,document.body.append(t),t.select();let n=document.execCommand(`copy`);return t.remove(),n}}function we(e){return`\ufeff${[[`login`,`name`,`link`],...e].map(e=>e.map(Oe).join(`,`)).join(`\r
`)}\r\n`}const Te=`[^\\S\\t\\r\\n]|(?![\\t\\r\\n])[\\p{C}\\p{DI}]`,Ee=RegExp(`(^|[;\\t\\r\\n|])('*)(?=(?:${Te})*[=+\\-@＝＋－＠﹦﹢﹣﹫])`,`gu`),De=RegExp(`^'*(?=(?:${Te})*[\\t\\r\\n])`,`u`);function Oe(e){let t=e.replace(Ee,`$1$2'`).replace(De,`$&'`);return/[",;\r\n]/.test(t)?`"${t.replaceAll(`"`,`""`)}"`:t}function ke(e,t){let n=URL.createObjectURL(new Blob([t],{type:`text/csv;charset=utf-8`})),r=document.createElement(`a`);r.href=n,r.download=e,r.click(),setTimeout(()=>URL.revokeObjectURL(n),1e4)}function Ae(e){let{code:t,column:n=``,value:r=``,earlier:i=0}=e,a=[`admin.row.${t}.${i?`earlier`:r?n:`none`}`,`admin.row.${t}`].find(e=>e in A);return a?D(a,{value:r,earlier:i}):I(e)}function je({roster:{rows:e,errors:t,columns:n,ignored:r}}){let i=e.some(({groups:e})=>e?.length);return y`${t.length>0&&y`<${Me} errors=${t} />`}
    <${B} title=${D(`admin.import.preview`)}>
      <p role="status">
        ${h(`admin.import.good`,e.length)} ${t.length>0&&h(`admin.import.bad`,t.length)}
      </p>
      ${Object.keys(n).length===0&&y`<p class="note">${D(`admin.import.no-header`)}</p>`}
      ${r.length>0&&y`<p class="note">${D(`admin.import.ignored`,{columns:r.join(`, `)})}</p>`}
      ${i&&y`<p class="note">${D(`admin.import.groups-note`)}</p>`}
      ${e.length>0&&y`<div class="table-box" tabindex="0" role="group" aria-label=${D(`admin.import.preview`)}>
          <table class="roster">
            <thead>
              <tr>
                <th scope="col">${D(`admin.import.line`)}</th>
                <th scope="col">${D(`link.login`)}</th>
                <th scope="col">${D(`admin.user.name`)}</th>
                <th scope="col">${D(`admin.role`)}</th>
                ${i&&y`<th scope="col">${D(`admin.groups.title`)}</th>`}
                <th scope="col">${D(`login.password`)}</th>
              </tr>
            </thead>
            <tbody>
              ${e.slice(0,200).map(e=>y`<tr key=${e.line}>
                  <td>${e.line}</td>
                  <td><bdi>${e.login}</bdi></td>
                  <td><bdi>${e.name}</bdi></td>
                  <td>${D(`admin.role.${e.role??`member`}`)}</td>
                  ${i&&y`<td><bdi>${e.groups?.join(`; `)}</bdi></td>`}
                  <td>${D(e.password?`admin.import.given`:`admin.import.by-link`)}</td>
                </tr>`)}
            </tbody>
          </table>
        </div>`}
      ${e.length>200&&y`<p class="admin-muted">${h(`people.others`,e.length-200)}</p>`}
    <//>`}function Me({errors:e}){return y`<${B} title=${D(`admin.import.problems`)}>
    <ul class="row-errors">
      ${e.slice(0,200).map(e=>y`<li key=${e.line}>
          <span class="row-errors-line">${D(`admin.import.at-line`,{line:e.line})}</span>
          <span>${e.login&&e.login!==e.value&&y`<b><bdi>${e.login}</bdi></b>${` `}`}${Ae(e)}</span>
        </li>`)}
    </ul>
    ${e.length>200&&y`<p class="admin-muted">${h(`people.others`,e.length-200)}</p>`}
  <//>`}function Ne({enrolment:e,onContinue:t,onAnew:n}){let[r,a]=i(!1),[o,s]=i(!1),c=e.run.value;if(!c)return null;let[l,u,d]=[e.busy.value,e.error.value,e.unsaved.value],f=e.rows.length,p=new Map(e.rows.map(({login:e,name:t})=>[e,t??e])),m=c.created.filter(({link:e})=>e).map(({login:e,link:t})=>[e,p.get(e)??e,t?.url??``]),g=!l&&c.rest.length===0,_=async()=>{await X(m.map(e=>e.join(`	`)).join(`
`))&&(s(!0),e.saved())},v=()=>{ke(`links.csv`,we(m)),e.saved()},b=c.renewed?`admin.import.links`:g?`admin.import.done`:`admin.import.running`;return y`<${B} title=${D(b)}>
      ${!c.renewed&&y`<progress
          class="import-progress"
          value=${f-c.rest.length}
          max=${Math.max(1,f)}
          aria-label=${D(`admin.import.running`)}
        ></progress>`}
      <p role="status">
        ${h(c.renewed?`admin.import.renewed`:`admin.import.created`,c.created.length)}
        ${` `}${c.errors.length>0&&h(`admin.import.bad`,c.errors.length)}
      </p>
      <${U} error=${u} say=${I} />
      <div class="import-begin">
        ${u&&y`<button type="button" class="button primary" disabled=${l} onClick=${t}>
            ${h(`admin.import.continue`,c.rest.length)}
          </button>`}
        ${!l&&m.length>0&&y`<button type="button" class="button primary" onClick=${v}>${D(`admin.import.save-links`)}</button>
            <button type="button" class="button quiet" onClick=${_}>
              ${D(o?`admin.copied`:`admin.import.copy-links`)}
            </button>
            <button type="button" class="button quiet" onClick=${()=>window.print()}>${D(`admin.import.print`)}</button>`}
        ${g&&y`<a class="button quiet" href=${J.users}>${D(`admin.import.to-users`)}</a>
            <button type="button" class="button quiet" onClick=${d?()=>a(!0):n}>
              ${D(`admin.import.another`)}
            </button>`}
      </div>
    <//>
    ${m.length>0&&y`<${Fe} rows=${m} />`}
    ${c.errors.length>0&&y`<${Me} errors=${c.errors} />`}
    ${r&&y`<${Y}
        title=${D(`admin.import.unsaved`)}
        text=${D(`admin.import.unsaved-text`)}
        action=${D(`admin.import.discard`)}
        onConfirm=${async()=>n()}
        onClose=${()=>a(!1)}
      />`}`}function Pe({enrolment:e}){return e.unsaved.value?y`<p class="alert unsaved" role="status">
    ${D(e.busy.value?`admin.import.going-on`:`admin.import.unsaved-note`)}${` `}
    <a href=${J.importUsers}>${D(`admin.import.to-links`)}</a>
  </p>`:null}function Fe({rows:e}){return y`<${B} title=${D(`admin.import.links`)}>
    <p class="admin-muted">${D(`admin.import.links-note`)}</p>
    <div class="table-box link-cards" tabindex="0" role="group" aria-label=${D(`admin.import.links`)}>
      <table class="roster">
        <thead>
          <tr>
            <th scope="col">${D(`link.login`)}</th>
            <th scope="col">${D(`admin.user.name`)}</th>
            <th scope="col">${D(`admin.link`)}</th>
          </tr>
        </thead>
        <tbody>
          ${e.map(([e,t,n])=>y`<tr key=${e}>
              <td><bdi>${e}</bdi></td>
              <td><bdi>${t}</bdi></td>
              <td class="url">${n}</td>
            </tr>`)}
        </tbody>
      </table>
    </div>
  <//>`}function Ie(e){let t=d(0),[n,r]=i(null),[o,s]=i(null),c=()=>(t.current+=1,r(null),s(null),t.current);return{value:n,error:o,run:async(...n)=>{let i=c();try{let a=await e(...n);i===t.current&&r(()=>a)}catch(e){i===t.current&&s(a(e))}},clear:c}}const Le=Object.freeze({auto:``,"utf-8":`UTF-8`,gb18030:`GB 18030 (GBK)`,big5:`Big5`,cp1252:`Windows-1252`,cp1250:`Windows-1250`,cp1251:`Windows-1251`,cp1253:`Windows-1253`,cp1254:`Windows-1254`,cp1255:`Windows-1255`,cp1256:`Windows-1256`,cp1257:`Windows-1257`,cp1258:`Windows-1258`,cp850:`DOS (CP 850)`,mac_roman:`Mac Roman`,cp932:`Shift JIS`,cp949:`EUC-KR`,cp874:`Windows-874`});function Re(e){return e.startsWith(`utf-16`)?`UTF-16`:Le[e.replace(/-sig$/,``)]||e}function ze(e){let t=[];for(let n=0;n<e.byteLength;n+=32768)t.push(String.fromCharCode(...new Uint8Array(e,n,Math.min(32768,e.byteLength-n))));return btoa(t.join(``))}function Be(){let e=F(),t=ve(T()),[n,r]=i(null),[a,o]=i(`auto`),s=Ie(async(t,n)=>{if(t.size>15e5)return{refusal:D(`admin.import.too-long`),roster:null};let r=ze(await t.arrayBuffer()),i=await e.readRoster(r,n===`auto`?void 0:n);return{refusal:i.problem&&We(i.problem),roster:i}}),{refusal:c,roster:l}=s.value??{refusal:``,roster:null},u=l?.errors.filter(({code:e,earlier:t})=>e===`login_taken`&&!t).map(({login:e})=>e)??[],d={make:t=>e.importUsers(t),find:t=>He(e,t)},f=()=>{l&&(t.rows=l.rows,t.go(d,{created:[],errors:l.errors,rest:l.rows,uncertain:0}))},p=()=>{r(null),s.clear(),t.clear()};b(()=>()=>t.run.peek()&&!t.unsaved.peek()&&t.clear(),[]);let m=t.run.value;return y`<${z} title=${D(`admin.import.title`)} back=${J.users}>
    ${m?y`<${Ne} enrolment=${t} onContinue=${()=>t.go(d,m)} onAnew=${p} />`:y`<${B} title=${D(`admin.import.file`)}>
              <p>${D(`admin.import.how`)}</p>
              <pre class="sample" lang="en" aria-label=${D(`admin.import.sample`)}>${D(`admin.import.example`)}</pre>
              <div class="import-choice">
                <label class="button primary file-button">
                  <input
                    type="file"
                    class="hidden-text"
                    accept=".csv,.txt,text/csv"
                    onChange=${e=>{let t=e.target.files?.[0];t&&(r(t),s.run(t,a))}}
                  />
                  <span>${D(n?`admin.import.choose-other`:`admin.import.choose`)}</span>
                </label>
                ${n&&y`<bdi class="file-name">${n.name}</bdi>`}
                <label class="encoding">
                  <span>${D(`admin.import.encoding`)}</span>
                  <select
                    class="admin-select"
                    value=${a}
                    onChange=${e=>{let t=e.target.value;o(t),n&&s.run(n,t)}}
                  >
                    ${Object.entries(Le).map(([e,t])=>y`<option key=${e} value=${e}>
                        ${t||D(`admin.import.automatic`)}
                      </option>`)}
                  </select>
                </label>
              </div>
              ${c&&y`<p class="alert" role="alert">${c}</p>`}
              ${l?.sample.length&&y`<p class="admin-muted">${Ue(l.encoding,a)}</p>
                  ${l.problem&&y`<pre class="sample" aria-label=${D(`admin.import.beginning`)}>${l.sample.join(`
`)}</pre>`}`}
              <${U} error=${s.error} say=${I} />
            <//>
            ${u.length>0&&y`<${Ve} enrolment=${t} logins=${u} />`}
            ${l&&!l.problem&&y`<${je} roster=${l} />`}
            ${l&&l.rows.length>0&&y`<div class="import-begin">
                <button type="button" class="button primary" onClick=${f}>
                  ${h(l.errors.length>0?`admin.import.begin-good`:`admin.import.begin`,l.rows.length)}
                </button>
              </div>`}`}
  <//>`}function Ve({enrolment:e,logins:t}){let n=F(),{busy:r,error:i,run:a}=w(async()=>{let r=[];for(let e=0;e<t.length;e+=200)r.push(...(await n.renewLinks(t.slice(e,e+200))).links);e.renewed(r)});return y`<${B} title=${h(`admin.import.there`,t.length)}>
    <p>${D(`admin.import.renew-note`)}</p>
    <${U} error=${i} say=${I} />
    <div class="import-begin">
      <button type="button" class="button quiet" disabled=${r} onClick=${()=>a()}>${D(`admin.import.renew`)}</button>
    </div>
  <//>`}async function He(e,t){let n=await e.user(t.login);return n.name!==t.name||n.role!==t.role||n.sessions.length>0?null:{login:n.login,id:n.id,link:t.password?null:await e.passwordLink(n.id)}}function Ue(e,t){let n=t===`auto`&&!e.startsWith(`utf`)?`admin.import.guessed`:`admin.import.read-as`;return D(n,{encoding:Re(e)})}function We({problem:e,line:t,value:n,meant:r}){let i=e===`login`&&n?`admin.problem.login-unknown`:`admin.problem.${e}`;return D(i,{line:t,value:n,meant:r})}function Ge({link:e,purpose:t,message:n}){let r=u(),a=d(null),[o,s]=i(!1);return y`<div class="issued-link" role="status">
    <label for=${r}>${t}</label>
    <div class="issued-link-line">
      <input id=${r} ref=${a} type="text" readonly value=${e.url} onFocus=${()=>a.current?.select()} />
      <button type="button" class="button primary" onClick=${async()=>{s(await X(e.url)),a.current?.select()}}>${D(o?`admin.copied`:`admin.copy`)}</button>
    </div>
    ${n&&y`<${Ke} text=${n} />`}
    <p class="note">${D(`admin.link.valid`,{until:P(e.expires_at)})}</p>
  </div>`}function Ke({text:e}){let[t,n]=i(!1);return y`<div class="issued-link-line">
    <textarea readonly rows="4" aria-label=${D(`admin.invites.in-words`)} value=${e}></textarea>
    <button type="button" class="button quiet" onClick=${async()=>{n(await X(e))}}>
      ${D(t?`admin.copied`:`admin.invites.copy-words`)}
    </button>
  </div>`}const qe=Object.freeze([`member`,`admin`,`owner`]);function Je({legend:e,value:t,mine:n,onChoose:r}){let i=u();return y`<fieldset class="choice admin-roles">
    <legend>${e}</legend>
    <div class="segments">
      ${qe.filter(e=>e!==`owner`||n===`owner`||t===`owner`).map(e=>y`<label class="segment" key=${e}>
          <input type="radio" name=${i} checked=${e===t} onChange=${()=>r(e)} />
          <span>${D(`admin.role.${e}`)}</span>
        </label>`)}
    </div>
    <p class="note">${D(`admin.role.${t}.may`)}</p>
  </fieldset>`}const Ye=1e4;function Xe(){let e=F(),{value:t,error:n,reload:r}=L(()=>e.invites(),[e]);return y`<${z} title=${D(`admin.invites.title`)} intro=${D(`admin.invites.intro`)}>
    <${Ze} onMade=${r} />
    <${B} title=${D(`admin.invites.open`)}>
      <${U} error=${n} say=${I} />
      ${!t&&!n&&y`<${H} />`}
      ${t?.invites.length===0&&y`<p class="admin-muted">${D(`admin.invites.none`)}</p>`}
      <ul class="admin-plain">
        ${t?.invites.map(e=>y`<${Qe} key=${e.id} invite=${e} onGone=${r} />`)}
      </ul>
    <//>
  <//>`}function Ze({onMade:e}){let t=F(),n=T().user.value?.role??`admin`,[r,a]=i(`member`),[o,s]=i(`1`),[c,l]=i(`7`),[u,d]=i(null),{busy:f,failure:p,wrong:m,attributes:h}=k([`uses`,`days`],async()=>{d(await t.invite({role:r,uses:Number(o),days:Number(c)})),e()},I),g=(e,t)=>m(e)&&D(`admin.number`,{max:j(t)}),v=D(`admin.invites.message`,{server:_(),url:u?.url??``});return y`<${B} title=${D(`admin.invites.new`)}>
    ${u&&y`<${Ge}
        key=${u.code}
        link=${u}
        purpose=${D(`admin.link.invite`,{server:_()})}
        message=${v}
      />`}
    <form class="form" ...${h}>
      ${p&&y`<p class="alert" role="alert">${p}</p>`}
      <div class="admin-pair">
        <${S}
          label=${D(`admin.invites.uses`)}
          type="number"
          error=${g(`uses`,Ye)}
          value=${o}
          onInput=${s}
          min=${1}
          max=${Ye}
          required
        />
        <${S}
          label=${D(`admin.invites.days`)}
          type="number"
          error=${g(`days`,365)}
          value=${c}
          onInput=${l}
          min=${1}
          max=${365}
          required
        />
      </div>
      <${Je} legend=${D(`admin.role`)} value=${r} mine=${n} onChoose=${a} />
      <button class="button primary" disabled=${f}>${D(`admin.invites.make`)}</button>
    </form>
  <//>`}function Qe({invite:e,onGone:t}){let n=F(),{busy:r,error:i,run:a}=w(async()=>{await n.revokeInvite(e.id),await t()}),o=e.created_by?D(`admin.invites.by`,{name:e.created_by}):``;return y`<li>
    <span class="row-main">
      <span class="row-title">${e.code_hint}… · ${D(`admin.role.${e.role}`)}</span>
      <span class="row-sub wrap">
        ${h(`admin.invites.left`,e.uses_left)} · ${D(`admin.link.valid`,{until:P(e.expires_at)})} ${o}
      </span>
      ${i&&y`<span class="note error" role="alert">${I(i)}</span>`}
    </span>
    <button
      type="button"
      class="button danger small"
      disabled=${r}
      aria-label=${D(`admin.invites.revoke-that`,{hint:e.code_hint})}
      onClick=${()=>a()}
    >
      ${D(`admin.invites.revoke`)}
    </button>
  </li>`}const $e=[`overview`,`users`,`invites`,`groups`,`tuning`,`audit`];function et({section:e}){let t=$e.find(t=>t===e)??`overview`,n=d(null);return b(()=>{n.current?.querySelector(`[aria-current]`)?.scrollIntoView({block:`nearest`,inline:`center`})},[t]),y`<header class="admin-side">
    <div class="bar">
      <a class="icon-button" href=${ee.home} aria-label=${D(`conversation.to-list`)} title=${D(`conversation.to-list`)}>
        <${f} name="back" />
      </a>
      <p class="bar-title">${D(`admin.title`)}</p>
    </div>
    <nav class="admin-nav" ref=${n} aria-label=${D(`admin.title`)}>
      ${$e.map(e=>y`<a key=${e} href=${J[e]} aria-current=${e===t?`page`:void 0}>
          <${q} name=${e} /><span>${D(`admin.${e}.title`)}</span>
        </a>`)}
    </nav>
  </header>`}function tt(){let e=F(),[t,n]=i(``),[r,a]=i([]),o=r.map(({id:e})=>e),s=p(g,[t.trim(),o.join()]),c=e=>a(o.includes(e.id)?r.filter(({id:t})=>t!==e.id):[...r,e]),{busy:l,error:u,run:d}=w(async()=>{let{id:n}=await e.addGroup(t.trim(),o,s);C(J.group(n),{replace:!0})});return y`<${z} title=${D(`group.new`)} back=${J.groups} intro=${D(`admin.groups.new-note`)}>
    <${B}>
      <form
        class="form"
        onSubmit=${e=>{e.preventDefault(),d()}}
      >
        <${U} error=${u} say=${I} />
        <${S} label=${D(`group.title`)} value=${t} onInput=${n} maxlength=${100} required />
        ${r.length>0&&y`<ul class="chips" aria-label=${D(`group.chosen`)}>
            ${r.map(e=>y`<li key=${e.id}>
                <button
                  type="button"
                  class="chip"
                  aria-label=${D(`group.unpick`,{name:e.name})}
                  onClick=${()=>c(e)}
                >
                  <bdi>${e.name}</bdi><${f} name="close" />
                </button>
              </li>`)}
          </ul>`}
        <button class="button primary" disabled=${l||!t.trim()||r.length===0}>
          ${h(`group.create`,r.length)}
        </button>
      </form>
      <${re} label=${D(`people.search`)} without=${[]} chosen=${o} onPick=${c} />
    <//>
  <//>`}function nt(){let e=F(),t=T().user.value?.role??`admin`,[n,r]=i(``),[a,o]=i(``),[s,c]=i(`member`),[l,u]=i(null),{busy:d,failure:f,wrong:p,attributes:m}=k([`login`,`name`],async()=>{u(await e.addUser({login:n.trim(),...a.trim()&&{name:a.trim()},role:s})),r(``),o(``)},I);return y`<${z} title=${D(`admin.user.add`)} back=${J.users}>
    ${l?.link&&y`<${B} title=${D(`admin.user.added`,{name:l.user.name})}>
        <${Ge}
          key=${l.link.code}
          link=${l.link}
          purpose=${D(`admin.link.password`,{login:l.user.login})}
        />
        <p><a href=${J.user(l.user.id)}>${D(`admin.user.open`)}</a></p>
      <//>`}
    <${B}>
      <form class="form" ...${m}>
        ${f&&y`<p class="alert" role="alert">${f}</p>`}
        <${S}
          label=${D(`link.login`)}
          hint=${D(`admin.user.login-hint`)}
          error=${p(`login`)}
          value=${n}
          onInput=${r}
          autocomplete="off"
          maxlength=${64}
          required
        />
        <${S}
          label=${D(`admin.user.name`)}
          hint=${D(`link.name-hint`)}
          error=${p(`name`)}
          value=${a}
          onInput=${o}
          autocomplete="off"
          maxlength=${100}
        />
        <${Je} legend=${D(`admin.role`)} value=${s} mine=${t} onChoose=${c} />
        <p class="note">${D(`admin.user.how`)}</p>
        <button class="button primary" disabled=${d||!n.trim()}>${D(`admin.user.add`)}</button>
      </form>
    <//>
  <//>`}function rt(){let e=F(),t=T().user.value?.role===`owner`,[n,r]=i(null),a=n??E.value,{busy:o,failure:s,wrong:c,attributes:l}=k([`name`],async()=>{E.value=(await e.renameServer(a.trim())).name,r(null)},I),u=a.trim()!==``&&a.trim()!==E.value;return t?y`<${B} title=${D(`link.server`)}>
    <form class="admin-line" ...${l}>
      <${S}
        label=${D(`admin.server-name`)}
        error=${c(`name`)??s}
        value=${a}
        onInput=${r}
        autocomplete="off"
        maxlength=${64}
      />
      <button class="button quiet" disabled=${o||!u}>${D(`group.rename`)}</button>
    </form>
  <//>`:null}const it=[1,2,3,4,6,8,10];function at(e){let t=10**Math.floor(Math.log10(e));return(it.find(n=>n*t>=e*.999999)??10)*t}function ot(e,t,{from:n,to:r,every:i,bottom:a,top:o}){let s=[],c=-1/0;return e.forEach((e,l)=>{let u=t[l]??0;if(e===null||u<n)return;u-c>2.5*i&&s.push([]),c=u;let d=Math.min(1,Math.max(0,(e-a)/(o-a)));s.at(-1)?.push([(u-n)/(r-n),d])}),s}const Z=1e3;function st({times:e,values:t,others:n,scale:r,limit:i,show:a,label:o}){let{bottom:s,top:c,from:l,to:u}=r,d=ot(t,e,r),f=e=>Z*(1-(e-s)/(c-s)),p=[c,(c+s)/2,s];return y`<div class="chart">
    <div class="chart-values" aria-hidden="true">${p.map(e=>y`<span key=${e}>${a(e)}</span>`)}</div>
    <svg
      class="chart-lines"
      viewBox=${`0 0 ${Z} ${Z}`}
      preserveAspectRatio="none"
      role=${o?`img`:void 0}
      aria-label=${o||void 0}
      aria-hidden=${o?void 0:`true`}
    >
      ${p.map(e=>y`<path key=${e} class="grid" d=${`M0,${f(e)}H${Z}`} />`)}
      ${Array.from({length:4},(e,t)=>y`<path key=${`time-${t}`} class="grid" d=${`M${Z*t/3},0V${Z}`} />`)}
      ${i!==void 0&&i<c&&y`<path class="limit" d=${`M0,${f(i)}H${Z}`} />`}
      ${d.map((e,t)=>y`<path key=${`area-${t}`} class="area" d=${`${Q(e)}V${Z}H${ct(e[0]?.[0]??0)}Z`} />`)}
      ${n&&ot(n,e,r).map((e,t)=>y`<path key=${`other-${t}`} class="line other" d=${`${Q(e)}h0`} />`)}
      ${d.map((e,t)=>y`<path key=${`line-${t}`} class="line" d=${`${Q(e)}h0`} />`)}
    </svg>
    <div class="chart-times" aria-hidden="true">${lt((u-l)/6e4).map(e=>y`<span key=${e}>${e}</span>`)}</div>
  </div>`}function Q(e){return`M${e.map(([e,t])=>`${ct(e)},${ct(1-t)}`).join(`L`)}`}function ct(e){return Math.round(Z*e)}function lt(e){let n=new Intl.RelativeTimeFormat(t(),{style:`short`}),r=new Intl.RelativeTimeFormat(t(),{numeric:`auto`}).format(0,`second`);return[...Array.from({length:3},(t,r)=>n.format(-Math.round(e*(3-r)/3),`minute`)),r]}function $({name:e,course:t,values:n,others:r,show:i,bottom:a=0,least:o=1,limit:s,note:c,bad:l=!1}){let u=n.filter(e=>e!==null),d=n.at(-1)??null,{times:f,from:p,to:m,every:h,span:g}=t,_=u.length>0?D(`admin.chart`,{name:e,span:g,lowest:i(Math.min(...u)),highest:i(Math.max(...u))}):``,v=Math.min(...u,...(r??[]).map(e=>e??a))<a?0:a,b=at(Math.max(o,...u));return y`<li class=${l?`tile bad`:`tile`}>
    <p class="tile-name">${r&&y`<span class="swatch"></span>`}${e}</p>
    <p class=${d===null?`tile-value none`:`tile-value`}>${ut(n,i)}</p>
    <p class="tile-note">${r&&c&&y`<span class="swatch other"></span>`}${c}${s!==void 0&&y`<span class="tile-limit"><span class="swatch limit"></span>${i(s)}</span>`}</p>
    <${st} times=${f} values=${n} others=${r} scale=${{from:p,to:m,every:h,bottom:v,top:b}} limit=${s} show=${i} label=${_} />
  </li>`}function ut(e,t){let n=e.at(-1);return n===void 0?`…`:n===null?D(`admin.unseen`):t(n)}function dt(){let e=F(),[t,n]=i(null),[r,o]=i(null);return b(()=>{let t=null,r=0,i=!1,s=async()=>{clearTimeout(r);try{let r=await e.health(t?.samples.at(-1)?.at??0);if(i)return;t={...r,samples:[...t?.samples??[],...r.samples].slice(-180)},n(t),o(null)}catch(e){i||o(a(e))}!i&&document.visibilityState===`visible`&&(r=setTimeout(s,(t?.every_s??5)*1e3))},c=()=>document.visibilityState===`visible`&&s();return document.addEventListener(`visibilitychange`,c),s(),()=>{i=!0,clearTimeout(r),document.removeEventListener(`visibilitychange`,c)}},[e]),{health:t,error:r}}const ft={early:`admin.certificate.early`,ended:`admin.certificate.ended`,soon:`admin.certificate.soon`,urgent:`admin.certificate.urgent`},pt=6e4;function mt(){let e=F(),{health:t,error:n}=dt(),r=L(()=>e.status(),[e]),i=n??r.error,a=T().user.value?.role===`owner`&&y`<button type="button" class="button quiet small" onClick=${ht}>${D(`link.server`)}</button>`;return y`<${z} title=${D(`admin.overview.title`)} actions=${a} wide>
    <${U} error=${i} say=${I} />
    ${!t&&!i&&y`<${H} />`}
    ${t&&y`<${gt} health=${t} status=${r.value} />`}
    ${t&&y`<${bt} health=${t} />`}
    <div class="overview-foot">
      ${r.value&&y`<${Ct} status=${r.value} health=${t} />`}
      <${rt} />
    </div>
  <//>`}function ht(){document.querySelector(`.overview-foot input`)?.focus()}function gt({health:e,status:t}){let n=e.throttling,r=n?.now??[],i=(n?.since_start??[]).filter(e=>!r.includes(e)),a=yt(e);return y`<div class="admin-warnings">
    ${t?.store.trouble&&y`<p class="alert" role="alert">${D(`admin.trouble`,{reason:t.store.trouble})}</p>`}
    ${(t?.tasks??[]).filter(({state:e})=>e===`failing`).map(({process:e,name:t,error:n})=>y`<p key=${`${e} ${t}`} class="alert" role="alert">${D(`admin.task-failing`,{name:t,reason:n})}</p>`)}
    ${t&&Math.abs(t.clock.off)>=pt&&y`<p class="admin-remark">${vt(t.clock)}</p>`}
    <${_t} certificate=${t?.certificate??null} />
    ${a!==null&&a<10&&y`<p class="alert" role="alert">${D(`admin.disk-scarce`)}</p>`}
    ${r.map(e=>y`<p key=${e} class="alert" role="alert">${D(`admin.flag.${e}.now`)}</p>`)}
    ${i.map(e=>y`<p key=${e} class="admin-remark">${D(`admin.flag.${e}.before`)}</p>`)}
  </div>`}function _t({certificate:e}){if(!e||e.state===`valid`)return null;let{begins:t,ends:n,state:r}=e,i=l(r===`early`?t:n),a=D(ft[r],{day:i});return r===`soon`?y`<p class="admin-remark">${a}</p>`:y`<p class="alert" role="alert">${a}</p>`}function vt({off:e,left:t}){let n=N(Math.abs(e)/1e3);return`${D(e>0?`admin.clock.ahead`:`admin.clock.behind`,{off:n})} ${t===null?D(`admin.clock.synchronised`):D(`admin.clock.later`,{left:N(Math.max(t,pt)/1e3)})}`}function yt({samples:e,disk_total:t}){let n=e.at(-1);return n&&t>0?100*n.disk_free/t:null}function bt({health:e}){let{samples:t,disk_total:n}=e,r=t.at(-1),i=r?.memory?.total,a=yt(e),o=xt(e);return y`<p class="admin-muted" role=${r?void 0:`status`}>${St(e,o)}</p>
  <ul class="tiles" aria-label=${D(`admin.charts`)}>
    <${$}
      name=${D(`admin.connections`)}
      course=${o}
      values=${t.map(e=>e.connections)}
      others=${t.map(e=>e.online)}
      show=${j}
      least=${4}
      note=${r&&D(`admin.online`,{count:j(r.online)})}
    />
    <${$}
      name=${D(`admin.messages-s`)}
      course=${o}
      values=${t.map(e=>e.messages)}
      show=${e=>j(e,+(e<10))}
    />
    <${$}
      name=${D(`admin.cpu`)}
      course=${o}
      values=${t.map(e=>e.cpu)}
      others=${t.map(e=>e.server_cpu)}
      show=${M}
      least=${100}
      note=${r&&D(`admin.of-it-server`,{share:M(r.server_cpu)})}
    />
    <${$}
      name=${D(`admin.memory`)}
      course=${o}
      values=${t.map(({memory:e})=>e?100*(e.total-e.available)/e.total:null)}
      others=${t.map(({memory:e,server_memory:t})=>e?100*t/e.total:null)}
      show=${M}
      least=${100}
      note=${r&&(i?D(`admin.memory-note`,{total:O(i),server:O(r.server_memory)}):D(`admin.of-it-server`,{share:O(r.server_memory)}))}
    />
    <${$}
      name=${D(`admin.disk`)}
      course=${o}
      values=${t.map(e=>100*(n-e.disk_free)/n)}
      show=${M}
      least=${100}
      limit=${90}
      note=${r&&D(`admin.disk-note`,{free:O(r.disk_free),total:O(n)})}
      bad=${a!==null&&a<10}
    />
    ${t.some(e=>e.temperature!==null)&&y`<${$}
        name=${D(`admin.temperature`)}
        course=${o}
        values=${t.map(e=>e.temperature)}
        show=${oe}
        bottom=${20}
        least=${100}
        limit=${80}
        note=${e.throttling?D(e.throttling.now.length>0?`admin.throttled`:`admin.unthrottled`):``}
        bad=${(r?.temperature??0)>=80}
      />`}
  </ul>`}function xt({samples:e,every_s:t}){let n=e.map(({at:e})=>e),r=n.at(-1)??0,i=180*t;return{times:n,from:r-1e3*i,to:r,every:1e3*t,span:N(i)}}function St({every_s:e},{times:t,from:n,every:r,span:i}){let[a]=t;if(a===void 0)return D(`admin.unmeasured`,{count:j(e)});let o=D(`admin.measured`,{span:i,count:j(e)});return a>n+2*r?`${o} ${D(`admin.measured-since`,{time:c(a)})}`:o}function Ct({status:e,health:t}){let{users:n,store:r}=e,i=[[D(`admin.address`),e.public_url],[D(`admin.machine`),[t?.model,t&&D(`admin.cores`,{count:t.cpus})].filter(Boolean).join(`, `)],[D(`admin.version`),e.version],[D(`admin.uptime`),N(e.uptime_s)],[D(`admin.accounts`),D(`admin.accounts-of`,{total:j(n.total),disabled:j(n.disabled)})],[D(`admin.conversations`),j(e.conversations)],[D(`admin.messages`),j(e.messages)],[D(`admin.store`),`${r.engine}, ${O(r.size_bytes)}`],[D(`admin.sealing`),e.sealing]];return y`<${B} title=${D(`admin.server`)}><${V} facts=${i.filter(([,e])=>e)} /><//>`}const wt=Object.freeze({ok:`good`,drift:`bad`,restart:``,"no effect":``,unseen:``,left:``});function Tt(){let e=F(),{value:t,error:n}=L(()=>e.tuning(),[e]),r=t?.record;return y`<${z} title=${D(`admin.tuning.title`)} intro=${D(`admin.tuning.intro`)}>
    <${U} error=${n} say=${I} />
    ${!t&&!n&&y`<${H} />`}
    ${t?.status===`untuned`&&y`<p class="admin-remark">${D(`admin.tuning.untuned`)}</p>`}
    ${t?.status===`unreadable`&&y`<p class="admin-remark">${D(`admin.tuning.unreadable`)}</p>`}
    ${r&&y`<${B} title=${D(`admin.tuning.board`)}>
          <${V}
            facts=${[[D(`admin.machine`),r.model||`–`],[D(`admin.tuning.system`),r.title||`–`],[D(`admin.tuning.profile`),r.profile],[D(`admin.tuning.at`),P(r.at)]]}
          />
        <//>
        ${[...Et(r.knobs)].map(([e,t])=>y`<${B} key=${e} title=${Dt(e)}>
            <ul class="admin-plain knobs">
              ${t.map(e=>y`<${Ot} key=${e.name} knob=${e} />`)}
            </ul>
          <//>`)}`}
  <//>`}function Et(e){let t=/* @__PURE__ */ new Map;for(let n of e)n.state!==`left`&&t.set(n.group,[...t.get(n.group)??[],n]);return t}function Dt(e){return{boot:D(`admin.tuning.group.boot`),cpu:D(`admin.tuning.group.cpu`),memory:D(`admin.tuning.group.memory`),network:D(`admin.tuning.group.network`),security:D(`admin.tuning.group.security`),services:D(`admin.tuning.group.services`),storage:D(`admin.tuning.group.storage`)}[e]??e}function Ot({knob:e}){let t=wt[e.state]??``;return y`<li>
    <span class="row-main">
      <span class="knob-name" lang="en">${e.name}</span>
      <span class="row-sub wrap" lang="en">${e.remark||e.why}</span>
    </span>
    <span class="knob-value">
      <span lang="en">${kt(e.live??e.desired,e.unit)}</span>
      ${e.live!==null&&e.live!==e.desired&&y`<span class="row-sub">${D(`admin.tuning.wanted`,{value:kt(e.desired,e.unit)})}</span>`}
    </span>
    <span class=${`tag ${t}`}>${At(e.state)}</span>
  </li>`}function kt(e,t){return e===null?`–`:`${e} ${t}`.trim()}function At(e){return{ok:D(`admin.tuning.state.ok`),drift:D(`admin.tuning.state.drift`),restart:D(`admin.tuning.state.restart`),"no effect":D(`admin.tuning.state.no-effect`),unseen:D(`admin.tuning.state.unseen`)}[e]??e}function jt(){let e=F(),t=T().user.value?.id,n=R(async(t,n)=>{let{users:r,more:i}=await e.users({q:t||void 0,after:n,limit:50});return{items:r,more:i}},e=>e.login),r=y`<a class="button quiet" href=${J.importUsers}>${D(`admin.import.title`)}</a>
    <a class="button primary" href=${J.newUser}>${D(`admin.user.add`)}</a>`;return y`<${z} title=${D(`admin.users.title`)} actions=${r}>
    <${W} label=${D(`admin.users.search`)} value=${n.query} onInput=${n.setQuery} />
    <${U} error=${n.error} say=${I} />
    ${!n.items&&!n.error&&y`<${H} />`}
    <ul class="admin-rows" aria-busy=${n.busy} aria-label=${D(`admin.users.title`)}>
      ${n.items?.map(e=>y`<li key=${e.id}>
          <a class=${e.disabled?`admin-row disabled`:`admin-row`} href=${J.user(e.id)}>
            <${o} id=${e.id} name=${e.name} />
            <span class="row-main">
              <span class="row-title">
                <bdi>${e.name}</bdi>${e.id===t&&y` <span class="admin-me">${D(`people.me`)}</span>`}
              </span>
              <span class="row-sub">@${e.login}</span>
            </span>
            ${e.role!==`member`&&y`<span class="tag">${D(`admin.role.${e.role}`)}</span>`}
            ${e.disabled&&y`<span class="tag warn">${D(`admin.user.disabled`)}</span>`}
            <${q} name="next" />
          </a>
        </li>`)}
    </ul>
    ${n.items?.length===0&&y`<p class="empty-note" role="status">${D(`people.none`)}</p>`}
    ${n.more&&y`<button type="button" class="button quiet admin-more" disabled=${n.busy} onClick=${n.loadMore}>
        ${D(`people.more`)}
      </button>`}
  <//>`}function Mt({id:e}){let t=F(),n=T().user.value,{value:r,error:i,reload:a}=L(()=>t.user(e),[t,e]),s=r!==null&&(n?.role===`owner`||r.role!==`owner`);return y`<${z} title=${r?.name??D(`admin.users.title`)} back=${J.users}>
    <${U} error=${i} say=${I} />
    ${!r&&!i&&y`<${H} />`}
    ${r&&y`<${B} title=${D(`admin.user.about`)}>
          <div class="admin-profile">
            <${o} id=${r.id} name=${r.name} size="large" />
            <${V} facts=${Nt(r)} />
          </div>
        <//>
        ${!s&&y`<p class="admin-remark">${D(`admin.user.owners-only`)}</p>`}
        ${s&&y`<${Pt} user=${r} onChanged=${a} />`}
        ${s&&r.id!==n?.id&&y`<${Ft} user=${r} mine=${n?.role??`admin`} onChanged=${a} />`}
        ${r.id===n?.id&&y`<p class="admin-remark">${D(`admin.user.yourself`)}</p>`}
        <${It} user=${r} />`}
  <//>`}function Nt(e){return[[D(`link.login`),y`<bdi>@${e.login}</bdi>`],[D(`admin.role`),D(`admin.role.${e.role}`)],[D(`admin.user.state`),D(e.disabled?`admin.user.disabled`:`admin.user.enabled`)],[D(`admin.user.since`),se(e.created_at)],[D(`admin.conversations`),j(e.conversations)]]}function Pt({user:e,onChanged:t}){let n=F(),[r,a]=i(e.name),{busy:o,error:s,run:c}=w(async()=>{await n.changeUser(e.id,{name:r.trim()}),await t()}),l=r.trim()!==``&&r.trim()!==e.name;return y`<${B} title=${D(`admin.user.name`)}>
    <form
      class="admin-line"
      onSubmit=${e=>{e.preventDefault(),l&&c()}}
    >
      <${S}
        label=${D(`admin.user.shown`)}
        error=${s?I(s):void 0}
        value=${r}
        onInput=${a}
        autocomplete="off"
        maxlength=${100}
      />
      <button class="button quiet" disabled=${o||!l}>${D(`group.rename`)}</button>
    </form>
  <//>`}function Ft({user:e,mine:t,onChanged:n}){let r=F(),[a,o]=i(null),[s,c]=i(e.role),[l,u]=i(null),{busy:d,error:f,run:p}=w(async e=>{await e(),await n()}),m={name:e.name},h=()=>u(null);return y`<${B} title=${D(`admin.role`)}>
      <${U} error=${f} say=${I} />
      <${Je}
        legend=${D(`admin.user.may`)}
        value=${s}
        mine=${t}
        onChoose=${c}
      />
      <button
        type="button"
        class="button quiet"
        disabled=${d||s===e.role}
        onClick=${()=>p(()=>r.changeUser(e.id,{role:s}))}
      >
        ${D(`admin.role.save`)}
      </button>
    <//>
    <${B} title=${D(`admin.user.access`)}>
      ${a&&y`<${Ge} key=${a.code} link=${a} purpose=${D(`admin.link.password`,{login:e.login})} />`}
      <div class="admin-choices">
        <div>
          <p>${D(`admin.user.reset-note`)}</p>
          <button
            type="button"
            class="button quiet"
            disabled=${d}
            onClick=${()=>p(async()=>o(await r.passwordLink(e.id)))}
          >
            ${D(`admin.user.reset`)}
          </button>
        </div>
        <div>
          <p>${D(e.disabled?`admin.user.enable-note`:`admin.user.disable-note`)}</p>
          ${e.disabled?y`<button
                  type="button"
                  class="button quiet"
                  disabled=${d}
                  onClick=${()=>p(()=>r.changeUser(e.id,{disabled:!1}))}
                >
                  ${D(`admin.user.enable`)}
                </button>`:y`<button type="button" class="button danger" onClick=${()=>u(`disable`)}>
                  ${D(`admin.user.disable`)}
                </button>`}
        </div>
        <div>
          <p>${D(`admin.user.remove-note`)}</p>
          <button type="button" class="button danger" onClick=${()=>u(`remove`)}>
            ${D(`admin.user.remove`)}
          </button>
        </div>
      </div>
    <//>
    ${l===`disable`&&y`<${Y}
        title=${D(`admin.user.disable-ask`,m)}
        text=${D(`admin.user.disable-note`)}
        action=${D(`admin.user.disable`)}
        onConfirm=${async()=>{await r.changeUser(e.id,{disabled:!0}),await n()}}
        onClose=${h}
      />`}
    ${l===`remove`&&y`<${Y}
        title=${D(`admin.user.remove-ask`,m)}
        text=${D(`admin.user.remove-note`)}
        action=${D(`admin.user.remove`)}
        onConfirm=${async()=>{await r.removeUser(e.id),C(J.users,{replace:!0})}}
        onClose=${h}
      />`}`}function It({user:e}){return y`<${B} title=${D(`admin.user.devices`)}>
    ${e.sessions.length===0&&y`<p class="admin-muted">${D(`admin.user.no-devices`)}</p>`}
    <ul class="admin-plain">
      ${e.sessions.map(e=>y`<li key=${e.id}>
          <span class="row-main">
            <span class="row-title"><bdi>${e.device||D(`admin.user.device`)}</bdi></span>
            <span class="row-sub">${D(`admin.user.last-seen`,{when:P(e.last_seen_at)})}</span>
          </span>
          ${e.online&&y`<span class="tag good">${D(`admin.user.online`)}</span>`}
        </li>`)}
    </ul>
  <//>`}m({en:A,zh:ae});function Lt({section:e,item:t}){let n=T(),r=p(()=>new ie(n.api),[n]);return n.user.value?.role===`member`?y`<${Bt} />`:y`<${ce.Provider} value=${r}>
    <div class="admin">
      <${et} section=${e} />
      <main class="admin-main">
        ${t!==`import`&&y`<${Pe} enrolment=${ve(n)} />`}
        ${Rt(e,zt(t))}
      </main>
    </div>
  <//>`}function Rt(e,t){switch(e){case`users`:return t===`new`?y`<${nt} />`:t===`import`?y`<${Be} />`:t?y`<${Mt} key=${t} id=${t} />`:y`<${jt} />`;case`invites`:return y`<${Xe} />`;case`groups`:return t===`new`?y`<${tt} />`:t?y`<${xe} key=${t} id=${t} />`:y`<${be} />`;case`tuning`:return y`<${Tt} />`;case`audit`:return y`<${le} />`;default:return y`<${mt} />`}}function zt(e){try{return decodeURIComponent(e)}catch{return e}}function Bt(){return y`<main class="starting">
    <h1>${D(`admin.title`)}</h1>
    <p>${D(`admin.not-yours`)}</p>
    <a class="button primary" href=${ee.home}>${D(`conversation.to-list`)}</a>
  </main>`}export{Lt as Admin};
