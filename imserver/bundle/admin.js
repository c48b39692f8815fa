/* Made by scripts/bundle from imserver/web/, where the sources and licences are. */
import{Bt as e,Ct as t,Dt as n,Et as r,Ft as i,Ht as a,It as o,Kt as s,Lt as c,N as l,Nt as u,P as d,R as f,Rt as p,Tt as m,Yt as h,_ as g,_t as _,bt as v,ct as y,dt as b,jt as x,n as S,st as ee,t as C,vt as te,wt as w,yt as T,z as E,zt as ne}from"./main.js";import{B as re,H as ie,L as D,R as O}from"./later.js";var ae=class{#e;constructor(e){this.#e=e}status(){return this.#t(`GET`,`/status`)}renameServer(e){return this.#t(`PATCH`,`/server`,{body:{name:e}})}health(e){return this.#t(`GET`,`/health`,{query:{since:e}})}tuning(){return this.#t(`GET`,`/tuning`)}audit(e){return this.#t(`GET`,`/audit`,{query:e})}users(e){return this.#t(`GET`,`/users`,{query:e})}user(e){return this.#t(`GET`,`/users/${encodeURIComponent(e)}`)}addUser(e){return this.#t(`POST`,`/users`,{body:e})}changeUser(e,t){return this.#t(`PATCH`,`/users/${e}`,{body:t})}removeUserAvatar(e){return this.#t(`DELETE`,`/users/${e}/avatar`)}removeGroupAvatar(e){return this.#t(`DELETE`,`/groups/${e}/avatar`)}removeUser(e){return this.#t(`DELETE`,`/users/${e}`)}passwordLink(e){return this.#t(`POST`,`/users/${e}/link`)}readRoster(e,t){return this.#t(`POST`,`/users/roster`,{body:{content:e,encoding:t}})}importUsers(e,t){return this.#t(`POST`,`/users/import`,{body:{rows:e,partial:!0,resume:t}})}renewLinks(e){return this.#t(`POST`,`/users/links`,{body:{logins:e}})}invites(){return this.#t(`GET`,`/invites`)}invite(e){return this.#t(`POST`,`/invites`,{body:e})}revokeInvite(e){return this.#t(`DELETE`,`/invites/${e}`)}groups(e){return this.#t(`GET`,`/groups`,{query:e})}group(e,t){return this.#t(`GET`,`/groups/${encodeURIComponent(e)}`,{query:t})}addGroup(e,t,n){return this.#t(`POST`,`/groups`,{body:{title:e,members:t,client_id:n}})}addMembers(e,t,n){return this.#t(`POST`,`/groups/${e}/members`,{body:{users:t,role:n}})}removeMember(e,t){return this.#t(`DELETE`,`/groups/${e}/members/${t}`)}removeGroup(e){return this.#t(`DELETE`,`/conversations/${e}`)}#t(e,t,n){return this.#e.request(e,`/admin${t}`,n)}};const k={"admin.not-yours":`Only owners and admins of this server can administer it.`,"admin.loading":`Loading`,"admin.cancel":`Cancel`,"admin.remove":`Remove`,"admin.copy":`Copy`,"admin.copied":`Copied`,"admin.just-now":`less than a minute`,"admin.days.one":`{count} day`,"admin.days.other":`{count} days`,"admin.hours.one":`{count} hour`,"admin.hours.other":`{count} hours`,"admin.minutes.one":`{count} minute`,"admin.minutes.other":`{count} minutes`,"admin.role":`Role`,"admin.role.save":`Save the role`,"admin.role.member":`Member`,"admin.role.admin":`Admin`,"admin.role.owner":`Owner`,"admin.role.member.may":`Chats. Sees nothing of the administration.`,"admin.role.admin.may":`Also keeps accounts, invites and groups. Can’t change owners.`,"admin.role.owner.may":`May do everything, and make others owners.`,"admin.link":`Link`,"admin.link.valid":`Valid until {until}`,"admin.link.password":`Link with which @{login} chooses a password. It works once and is shown only now:`,"admin.link.invite":`Link to join {server}. It is shown only now:`,"admin.overview.title":`Overview`,"admin.charts":`Now, and lately`,"admin.chart":`{name}: between {lowest} and {highest} in the last {span}`,"admin.measured":`The last {span}, measured every {count} seconds.`,"admin.measured-since":`There is nothing before {time}.`,"admin.unmeasured":`Nothing has been measured yet. The first values come within {count} seconds.`,"admin.unseen":`Can’t be seen here`,"admin.connections":`Connections`,"admin.online":`people online: {count}`,"admin.messages-s":`Messages a second`,"admin.cpu":`Processor`,"admin.memory":`Memory`,"admin.disk":`Disk`,"admin.temperature":`Temperature`,"admin.of-it-server":`the messenger: {share}`,"admin.memory-note":`the messenger: {server}, of {total} in all`,"admin.disk-note":`{free} free of {total}`,"admin.throttled":`Slowed down now`,"admin.unthrottled":`Not slowed down`,"admin.disk-scarce":`The disk is almost full. Free some space: without it nobody can send anything.`,"admin.certificate.early":`The certificate isn’t valid before {day}: browsers warn. See that the machine’s clock is right.`,"admin.certificate.ended":`The certificate ended on {day}: browsers warn. Run the playbook again, or renew your own.`,"admin.certificate.soon":`The certificate ends on {day}. Run the playbook again before, or renew your own.`,"admin.certificate.urgent":`The certificate ends on {day}; after that browsers warn. Run the playbook again, or renew your own.`,"admin.clock.ahead":`The machine’s clock is {off} ahead of server time. Nothing is deleted and nobody is logged out because of it.`,"admin.clock.behind":`The machine’s clock is {off} behind server time. Nothing is deleted and nobody is logged out because of it.`,"admin.clock.later":`If it stays so, it is believed in {left}.`,"admin.clock.synchronised":`It is believed once time servers have set it: connect the machine to the internet, or set its clock.`,"admin.trouble":`Nothing can be stored at the moment: {reason}`,"admin.task-failing":`“{name}” fails in the background, and is tried again: {reason}`,"admin.flag.voltage.now":`The voltage is too low. Use the official power supply and a short cable.`,"admin.flag.clock.now":`The processor is held back because of the voltage. Use the official power supply.`,"admin.flag.throttled.now":`The board is slowing down because it is too hot or short of power. Give it air and the official power supply.`,"admin.flag.heat.now":`The board is close to its limit of temperature. Give it a heat sink or a fan.`,"admin.flag.voltage.before":`The voltage was too low at some time since the start.`,"admin.flag.clock.before":`The processor was held back at some time since the start.`,"admin.flag.throttled.before":`The board has slowed down at some time since the start.`,"admin.flag.heat.before":`The limit of temperature was reached at some time since the start.`,"admin.server":`This server`,"admin.address":`Address`,"admin.machine":`Machine`,"admin.cores":`processor cores: {count}`,"admin.version":`Version`,"admin.uptime":`Up for`,"admin.accounts":`Accounts`,"admin.accounts-of":`{total}, of which disabled: {disabled}`,"admin.conversations":`Conversations`,"admin.messages":`Messages`,"admin.store":`Store`,"admin.server-name":`What everybody sees, also in invites`,"admin.sealing":`Encryption on the disk`,"admin.users.title":`People`,"admin.users.search":`Search by name or login`,"admin.user.add":`Add somebody`,"admin.user.added":`{name} was added`,"admin.user.open":`Open the account`,"admin.user.login-hint":`What they sign in with, such as “maria”.`,"admin.user.name":`Name`,"admin.user.shown":`What others see`,"admin.user.how":`You get a link with which they choose a password themselves.`,"admin.user.about":`Account`,"admin.user.state":`State`,"admin.user.enabled":`active`,"admin.user.disabled":`disabled`,"admin.user.since":`Since`,"admin.user.owners-only":`Only an owner can change an owner’s account.`,"admin.user.yourself":`This is your own account. Its role and access are for another administrator to change.`,"admin.user.may":`What this person may do on the server`,"admin.user.access":`Access`,"admin.user.reset":`New password link`,"admin.user.reset-note":`Forgot the password? A link lets them choose a new one. Until it is used, the old one works.`,"admin.user.disable":`Disable`,"admin.user.disable-ask":`Disable {name}?`,"admin.user.disable-note":`Signs all their devices out and keeps them out. Messages stay, and it can be undone.`,"admin.user.enable":`Enable`,"admin.user.enable-note":`This account is disabled. Enable it to let the person sign in again.`,"admin.avatar.remove":`Remove the picture`,"admin.avatar.remove-ask":`Remove the picture of {name}?`,"admin.avatar.remove-note":`Everybody sees letters instead. Another picture can be chosen at any time.`,"admin.user.remove":`Remove the account`,"admin.user.remove-ask":`Remove {name} for good?`,"admin.user.remove-note":`Removes the account for good and frees its login. What the person wrote stays. This can’t be undone.`,"admin.user.devices":`Devices`,"admin.user.device":`Unnamed device`,"admin.user.no-devices":`Not signed in anywhere.`,"admin.user.last-seen":`last seen {when}`,"admin.user.online":`online`,"admin.import.read-as":`Read as {encoding}.`,"admin.import.guessed":`Read as {encoding}, which is a guess. Does a name look wrong? Choose another encoding.`,"admin.import.beginning":`How the file begins`,"admin.import.no-header":`The first line names no columns, so they are taken for a login and a name.`,"admin.import.ignored":`These columns are left out: {columns}`,"admin.import.groups-note":`People come into the groups of these titles. Those that don’t exist are made, and are yours.`,"admin.import.foreign":`These groups exist already, and somebody else looks after them: {groups}. If others are meant, change their titles in the file.`,"admin.import.copy-links":`Copy the links`,"admin.import.print":`Print`,"admin.import.unsaved":`Discard the links?`,"admin.import.unsaved-text":`Nobody has saved the links of this import. They can’t be shown again: each person would need a new one.`,"admin.import.discard":`Discard`,"admin.import.unsaved-note":`The links of your import aren’t saved yet.`,"admin.import.going-on":`Your import goes on.`,"admin.import.to-links":`Back to the import`,"admin.problem.empty":`The file is empty. Write one account on each line.`,"admin.problem.utf-32":`The file is in UTF-32, which can’t be read. Save it as “CSV UTF-8”.`,"admin.problem.encoding":`Line {line} isn’t in this encoding. Choose another one, or save the file as “CSV UTF-8”.`,"admin.problem.quotes":`Line {line} is no CSV: put a value with quotes or line breaks in double quotes, and double those inside it.`,"admin.problem.header":`The first line doesn’t name the columns. Write one such as “login,name,group” above the others.`,"admin.problem.column":`The column “{value}” is unknown. Do you mean “{meant}”?`,"admin.problem.twice":`The column “{value}” is there twice. Remove one.`,"admin.problem.login":`No column is called “login”. Call the column with the logins “login”.`,"admin.problem.login-unknown":`No column is called “login”. Call the column with the logins “login”. These are unknown: {value}`,"admin.row.bad_request.group":`There are several groups called “{value}”. Rename one of them.`,"admin.row.login_taken.earlier":`The login “{value}” is on line {earlier} already. Remove one, or choose another login.`,"admin.row.login_taken.holder":`The login “{value}” belongs to {holder}. Is this line about somebody else? Choose another login.`,"admin.row.login_confusable.earlier":`The login “{value}” looks like the one on line {earlier}. Choose another login.`,"admin.row.login_invalid.none":`There is no login. Write one.`,"admin.row.name_invalid":`“{value}” can’t be a name: use 1 to 100 visible characters.`,"admin.row.title_invalid":`“{value}” can’t be the title of a group: use 1 to 100 visible characters.`,"admin.row.too_many":`The group “{value}” would have too many members. Divide it.`,"admin.row.too_many.none":`There are more than 20 groups on this line. Remove some.`,"admin.row.password_weak":`The password is too short, is the login, or begins or ends with a space. Use 8 to 256 characters.`,"admin.import.there.one":`{count} person already has an account`,"admin.import.there.other":`{count} people already have an account`,"admin.import.renew-note":`Did their links get lost? Those who haven’t chosen a password yet get new ones; their earlier links stop working.`,"admin.import.there-note":`These accounts are as their lines say: {logins}`,"admin.import.complete-note":`Did an import of this list break off? Complete it: missing accounts are made, everybody is added to the groups on their line, and those who haven’t chosen a password get new links.`,"admin.import.complete":`Complete the import`,"admin.import.completed.one":`{count} account is complete.`,"admin.import.completed.other":`{count} accounts are complete.`,"admin.import.renew":`Make new links`,"admin.import.renewed.one":`{count} new link was made. The others need none.`,"admin.import.renewed.other":`{count} new links were made. The others need none.`,"admin.import.title":`Import a list`,"admin.import.file":`CSV file`,"admin.import.how":`A table saved as CSV, whose first line names the columns: login, and any of name, role, password, group. Who has no password gets a link to choose one. Nothing is made before you have seen it.`,"admin.import.sample":`Example`,"admin.import.example":`login,name,role,group
maria,Maria Lopez,,Class 3b
wang.fang,王芳,admin,Class 3b;Choir`,"admin.import.choose":`Choose a file`,"admin.import.choose-other":`Choose another file`,"admin.import.encoding":`Encoding`,"admin.import.automatic":`Automatic`,"admin.import.too-long":`The file is too long: at most 5,000 lines at once. Split it.`,"admin.import.preview":`Preview`,"admin.import.problems":`Lines with problems`,"admin.import.line":`Line`,"admin.import.at-line":`Line {line}`,"admin.import.given":`in the file`,"admin.import.by-link":`by link`,"admin.import.good.one":`{count} account can be made.`,"admin.import.good.other":`{count} accounts can be made.`,"admin.import.bad.one":`{count} line has a problem and is left out.`,"admin.import.bad.other":`{count} lines have problems and are left out.`,"admin.import.begin.one":`Make {count} account`,"admin.import.begin.other":`Make {count} accounts`,"admin.import.begin-good.one":`Make the {count} good account`,"admin.import.begin-good.other":`Make the {count} good accounts`,"admin.import.running":`Making accounts`,"admin.import.done":`Import finished`,"admin.import.created.one":`{count} account was made.`,"admin.import.created.other":`{count} accounts were made.`,"admin.import.continue.one":`Go on with the last {count}`,"admin.import.continue.other":`Go on with the other {count}`,"admin.import.save-links":`Save the links as CSV`,"admin.import.to-users":`To the list of people`,"admin.import.another":`Import another list`,"admin.import.links":`Links to hand out`,"admin.import.links-note":`Each works once. They are shown only in this window: save, copy or print them before you close it.`,"admin.row.bad_request":`“{value}” isn’t a role. Write member, admin or owner, or nothing.`,"admin.row.csv_invalid":`There are more values than columns, as “{value}”. Put values with a comma in double quotes.`,"admin.row.forbidden":`Only an owner can make owners.`,"admin.row.login_taken":`The login “{value}” is taken. Choose another one.`,"admin.row.login_confusable":`The login “{value}” looks like one that somebody has. Choose another one.`,"admin.row.login_mixed":`The login “{value}” mixes several alphabets. Take all letters from one.`,"admin.row.login_reserved":`The login “{value}” stands for something else. Choose another one.`,"admin.row.login_invalid":`“{value}” can’t be a login: use letters, digits, dots, hyphens, underscores or @, without spaces, among them a letter or digit.`,"admin.number":`Use a number from 1 to {max}.`,"admin.invites.title":`Invites`,"admin.invites.intro":`Whoever has an invite link can make an account on this server with it.`,"admin.invites.new":`New invite`,"admin.invites.uses":`For how many people`,"admin.invites.days":`Valid for days`,"admin.invites.make":`Make a link`,"admin.invites.open":`Open invites`,"admin.invites.none":`There are no open invites.`,"admin.invites.left.one":`{count} use left`,"admin.invites.left.other":`{count} uses left`,"admin.invites.by":`· by {name}`,"admin.invites.by-local":`· by somebody at the server, with imctl`,"admin.invites.copy-words":`Copy the invitation`,"admin.invites.in-words":`The link with an invitation`,"admin.invites.message":`You’re invited to {server}. Open this link and make your account: {url}`,"admin.invites.revoke":`Revoke`,"admin.invites.revoke-that":`Revoke the invite {hint}…`,"admin.groups.title":`Groups`,"admin.groups.search":`Search by name`,"admin.groups.none":`There are no groups yet.`,"admin.groups.not-found":`No group is called that.`,"admin.groups.messages.one":`{count} message`,"admin.groups.messages.other":`{count} messages`,"admin.groups.new-note":`The first person you choose looks after the group.`,"admin.groups.about":`Group`,"admin.groups.people":`Members`,"admin.groups.role-of":`Role of {name}`,"admin.groups.take-out":`Remove {name}`,"admin.groups.remove":`Delete the group`,"admin.groups.remove-ask":`Delete “{title}”?`,"admin.groups.remove-note":`The group and all its messages are deleted, for everybody. This can’t be undone.`,"admin.tuning.title":`Tuning`,"admin.tuning.intro":`How the system below is set, as of the last change. It is changed with imctl tune.`,"admin.tuning.untuned":`This machine isn’t tuned, or was tuned before this page could show it. On the node, “sudo imctl tune apply” tunes it.`,"admin.tuning.unreadable":`There is a record of the tuning, but it can’t be read from here. On the node, “imctl tune show” tells it.`,"admin.tuning.board":`Machine`,"admin.tuning.system":`System`,"admin.tuning.profile":`Profile`,"admin.tuning.at":`Last change`,"admin.tuning.wanted":`wanted: {value}`,"admin.tuning.group.boot":`Boot`,"admin.tuning.group.cpu":`Processor`,"admin.tuning.group.memory":`Memory`,"admin.tuning.group.network":`Network`,"admin.tuning.group.security":`Security`,"admin.tuning.group.services":`Services`,"admin.tuning.group.storage":`Storage`,"admin.tuning.state.ok":`as wanted`,"admin.tuning.state.drift":`differs`,"admin.tuning.state.restart":`after a restart`,"admin.tuning.state.no-effect":`no effect here`,"admin.tuning.state.unseen":`not visible`,"admin.audit.title":`Audit log`,"admin.audit.intro":`What administrators changed: on this page, with imctl, or over the API. Kept for a year.`,"admin.audit.search":`Search by name, action or address`,"admin.audit.none":`Nothing was found.`,"admin.audit.local":`on the server`,"admin.audit.socket":`Somebody at the server`,"admin.audit.token":`API token “{name}”`,"admin.action.user.created":`added`,"admin.action.user.renamed":`renamed`,"admin.action.user.role":`changed the role of`,"admin.action.user.disabled":`disabled`,"admin.action.user.enabled":`enabled`,"admin.action.user.password":`set a password for`,"admin.action.user.link":`made a password link for`,"admin.action.user.removed":`removed`,"admin.action.user.unpictured":`removed the picture of`,"admin.action.invite.created":`made an invite`,"admin.action.invite.revoked":`revoked an invite`,"admin.action.group.created":`made the group`,"admin.action.group.joined":`added {user} to`,"admin.action.group.left":`removed {user} from`,"admin.action.group.role":`made {user} {role} of`,"admin.action.group.unpictured":`removed the picture of the group`,"admin.action.conversation.removed":`deleted the conversation`,"admin.action.token.created":`made the API token`,"admin.action.token.removed":`revoked the API token`,"admin.action.webhook.added":`added the webhook`,"admin.action.webhook.removed":`removed the webhook`,"admin.action.webhook.enabled":`enabled the webhook`,"admin.action.key.rotated":`made a new encryption key`,"admin.action.search.rebuilt":`had the search index made anew`,"admin.action.setup.link":`made a set-up link`,"admin.action.server.renamed":`named the server`,"admin.detail.role":`role`,"admin.detail.uses":`uses`,"admin.detail.days":`days`,"admin.detail.members":`members`,"admin.detail.key":`number`,"admin.detail.by":`made by`,"admin.error.bad_request":`This can’t be right: {message}`,"admin.error.csv_invalid":`This isn’t a CSV file with a line of column names first. {message}`,"admin.error.last_owner":`Somebody must be owner: make somebody else an owner first.`,"admin.error.forbidden":`Your role doesn’t allow this: only an owner can change owners.`,"admin.error.not_found":`It isn’t there any more. Load the page again.`,"admin.error.too_many":`That is too much at once. {message}`,"admin.error.unknown_user":`This account doesn’t exist (any more).`,"admin.error.unknown_conversation":`This group doesn’t exist (any more).`},oe={"admin.not-yours":`只有服务器的所有者和管理员才能进行管理。`,"admin.loading":`正在加载`,"admin.cancel":`取消`,"admin.remove":`移出`,"admin.copy":`复制`,"admin.copied":`已复制`,"admin.just-now":`不到一分钟`,"admin.days.one":`{count} 天`,"admin.days.other":`{count} 天`,"admin.hours.one":`{count} 小时`,"admin.hours.other":`{count} 小时`,"admin.minutes.one":`{count} 分钟`,"admin.minutes.other":`{count} 分钟`,"admin.role":`角色`,"admin.role.save":`保存角色`,"admin.role.member":`成员`,"admin.role.admin":`管理员`,"admin.role.owner":`所有者`,"admin.role.member.may":`可以聊天，看不到管理页面。`,"admin.role.admin.may":`还可以管理账号、邀请和群组，但不能更改所有者。`,"admin.role.owner.may":`拥有全部权限，也可以任命其他所有者。`,"admin.link":`链接`,"admin.link.valid":`有效期至 {until}`,"admin.link.password":`@{login} 用此链接设置密码。链接只能用一次，且仅在此显示一次：`,"admin.link.invite":`加入 {server} 的邀请链接，仅在此显示一次：`,"admin.overview.title":`概览`,"admin.charts":`当前与近期`,"admin.chart":`{name}：最近 {span} 在 {lowest} 至 {highest} 之间`,"admin.measured":`最近 {span}，每 {count} 秒测量一次。`,"admin.measured-since":`{time} 之前没有数据。`,"admin.unmeasured":`尚无测量数据，首次数据将在 {count} 秒内显示。`,"admin.unseen":`此处不可见`,"admin.connections":`连接数`,"admin.online":`在线人数：{count}`,"admin.messages-s":`每秒消息数`,"admin.cpu":`处理器`,"admin.memory":`内存`,"admin.disk":`磁盘`,"admin.temperature":`温度`,"admin.of-it-server":`其中聊天服务：{share}`,"admin.memory-note":`其中聊天服务：{server}，共 {total}`,"admin.disk-note":`剩余 {free}，共 {total}`,"admin.throttled":`正在降频`,"admin.unthrottled":`未降频`,"admin.disk-scarce":`磁盘空间即将用尽，请尽快清理：空间不足时将无法发送消息。`,"admin.certificate.early":`证书要到 {day} 才生效，浏览器会显示警告。请检查设备的时钟是否正确。`,"admin.certificate.ended":`证书已于 {day} 过期，浏览器会显示警告。请重新运行 playbook；如使用自备证书，请续期。`,"admin.certificate.soon":`证书将于 {day} 到期。请在此之前重新运行 playbook；如使用自备证书，请续期。`,"admin.certificate.urgent":`证书将于 {day} 到期，之后浏览器会显示警告。请重新运行 playbook；如使用自备证书，请续期。`,"admin.clock.ahead":`设备的时钟比服务器时间快 {off}。不会因此删除任何内容，也不会有人因此被登出。`,"admin.clock.behind":`设备的时钟比服务器时间慢 {off}。不会因此删除任何内容，也不会有人因此被登出。`,"admin.clock.later":`如果保持不变，将在 {left} 后采用设备的时钟。`,"admin.clock.synchronised":`时钟经时间服务器校准后才会采用：请将设备接入互联网，或手动设置时钟。`,"admin.trouble":`目前无法保存数据：{reason}`,"admin.task-failing":`后台任务“{name}”出错，正在重试：{reason}`,"admin.flag.voltage.now":`电压过低，请使用官方电源和较短的电源线。`,"admin.flag.clock.now":`因供电不足，处理器频率受限，请使用官方电源。`,"admin.flag.throttled.now":`因过热或供电不足，主板正在降频。请改善散热并使用官方电源。`,"admin.flag.heat.now":`主板温度接近上限，请加装散热片或风扇。`,"admin.flag.voltage.before":`启动以来曾出现电压过低。`,"admin.flag.clock.before":`启动以来处理器频率曾受限。`,"admin.flag.throttled.before":`启动以来主板曾降频。`,"admin.flag.heat.before":`启动以来温度曾达到上限。`,"admin.server":`本服务器`,"admin.address":`地址`,"admin.machine":`设备`,"admin.cores":`处理器核心数：{count}`,"admin.version":`版本`,"admin.uptime":`已运行`,"admin.accounts":`账号`,"admin.accounts-of":`共 {total} 个，已停用 {disabled} 个`,"admin.conversations":`会话`,"admin.messages":`消息`,"admin.store":`存储`,"admin.server-name":`所有人看到的名称，邀请中也会显示`,"admin.sealing":`磁盘加密`,"admin.users.title":`用户`,"admin.users.search":`按姓名或账号搜索`,"admin.user.add":`添加用户`,"admin.user.added":`已添加“{name}”`,"admin.user.open":`打开该账号`,"admin.user.login-hint":`登录时使用的账号名，例如“maria”。`,"admin.user.name":`姓名`,"admin.user.shown":`其他人看到的名字`,"admin.user.how":`您将得到一个链接，由对方自行设置密码。`,"admin.user.about":`账号信息`,"admin.user.state":`状态`,"admin.user.enabled":`正常`,"admin.user.disabled":`已停用`,"admin.user.since":`创建于`,"admin.user.owners-only":`只有所有者才能更改所有者的账号。`,"admin.user.yourself":`这是您自己的账号，角色和权限需由其他管理员更改。`,"admin.user.may":`该用户在服务器上的权限`,"admin.user.access":`登录权限`,"admin.user.reset":`生成重设密码链接`,"admin.user.reset-note":`忘记密码？可通过链接重新设置。链接使用前，旧密码仍然有效。`,"admin.user.disable":`停用`,"admin.user.disable-ask":`停用“{name}”？`,"admin.user.disable-note":`将退出该用户的所有设备并禁止登录。消息会保留，且可以恢复。`,"admin.user.enable":`启用`,"admin.user.enable-note":`该账号已停用，启用后对方可重新登录。`,"admin.avatar.remove":`移除头像`,"admin.avatar.remove-ask":`移除“{name}”的头像？`,"admin.avatar.remove-note":`所有人将看到文字头像。之后可随时重新选择头像。`,"admin.user.remove":`删除账号`,"admin.user.remove-ask":`永久删除“{name}”？`,"admin.user.remove-note":`永久删除账号并释放账号名，对方发过的消息会保留。此操作无法撤销。`,"admin.user.devices":`设备`,"admin.user.device":`未命名设备`,"admin.user.no-devices":`没有已登录的设备。`,"admin.user.last-seen":`上次使用：{when}`,"admin.user.online":`在线`,"admin.import.read-as":`已按 {encoding} 读取。`,"admin.import.guessed":`已按 {encoding} 读取（自动推测）。若姓名显示有误，请选择其他编码。`,"admin.import.beginning":`文件开头`,"admin.import.no-header":`首行没有列名，已按“账号、姓名”的顺序读取。`,"admin.import.ignored":`以下列不会导入：{columns}`,"admin.import.groups-note":`这些成员会加入同名群组；没有同名群组时将新建，群主为您。`,"admin.import.foreign":`以下群组已存在，且由他人管理：{groups}。若不是指这些群组，请在文件中改用其他名称。`,"admin.import.copy-links":`复制链接`,"admin.import.print":`打印`,"admin.import.unsaved":`放弃这些链接？`,"admin.import.unsaved-text":`本次导入的链接尚未保存，放弃后无法再次查看，只能为每个人重新生成。`,"admin.import.discard":`放弃`,"admin.import.unsaved-note":`导入生成的链接尚未保存。`,"admin.import.going-on":`导入仍在进行。`,"admin.import.to-links":`返回导入页面`,"admin.problem.empty":`文件是空的。请每行填写一个账号。`,"admin.problem.utf-32":`文件采用 UTF-32 编码，无法读取。请另存为“CSV UTF-8”。`,"admin.problem.encoding":`第 {line} 行不符合该编码。请选择其他编码，或将文件另存为“CSV UTF-8”。`,"admin.problem.quotes":`第 {line} 行不是有效的 CSV：含引号或换行的值须用双引号括起，其中的双引号须写两次。`,"admin.problem.header":`首行没有列名。请在最前面加一行，例如“账号,姓名,班级”。`,"admin.problem.column":`无法识别列“{value}”，是否应为“{meant}”？`,"admin.problem.twice":`列“{value}”出现了两次，请删除其中一列。`,"admin.problem.login":`缺少“账号”列。请把账号所在的列命名为“账号”。`,"admin.problem.login-unknown":`缺少“账号”列。请把账号所在的列命名为“账号”。无法识别的列：{value}`,"admin.row.bad_request.group":`有多个名为“{value}”的群组，请先修改其中一个的名称。`,"admin.row.login_taken.earlier":`账号名“{value}”与第 {earlier} 行重复。请删除其中一行，或换一个账号名。`,"admin.row.login_taken.holder":`账号名“{value}”属于“{holder}”。若此行是另一个人，请换一个账号名。`,"admin.row.login_confusable.earlier":`账号名“{value}”与第 {earlier} 行的看起来太像，请换一个。`,"admin.row.login_invalid.none":`缺少账号名，请填写。`,"admin.row.name_invalid":`“{value}”不能作为姓名：请使用 1 至 100 个可见字符。`,"admin.row.title_invalid":`“{value}”不能作为群组名称：请使用 1 至 100 个可见字符。`,"admin.row.too_many":`群组“{value}”的成员将超过上限，请分成多个群组。`,"admin.row.too_many.none":`此行的群组超过 20 个，请删减。`,"admin.row.password_weak":`密码过短、与账号名相同，或首尾有空格。请使用 8 至 256 个字符。`,"admin.import.there.one":`{count} 人已有账号`,"admin.import.there.other":`{count} 人已有账号`,"admin.import.renew-note":`链接丢失了？可为尚未设置密码的人重新生成；他们之前的链接将失效。`,"admin.import.there-note":`以下账号与名单一致：{logins}`,"admin.import.complete-note":`之前导入这份名单时中断了？可以继续完成：补建缺少的账号，让每个人加入所在行的群组，并为尚未设置密码的人生成新链接。`,"admin.import.complete":`完成导入`,"admin.import.completed.one":`{count} 个账号已完成。`,"admin.import.completed.other":`{count} 个账号已完成。`,"admin.import.renew":`重新生成链接`,"admin.import.renewed.one":`已重新生成 {count} 个链接，其他人无需新链接。`,"admin.import.renewed.other":`已重新生成 {count} 个链接，其他人无需新链接。`,"admin.import.title":`导入名单`,"admin.import.file":`CSV 文件`,"admin.import.how":`将表格另存为 CSV，首行为列名：账号（必填），以及姓名、角色、密码、班级（群组）。没有密码的用户会得到设置密码的链接。确认预览之前不会创建任何账号。`,"admin.import.sample":`示例`,"admin.import.example":`账号,姓名,角色,班级
wangxm,王小明,,三年二班
wang.fang,王芳,管理员,三年二班;合唱团`,"admin.import.choose":`选择文件`,"admin.import.choose-other":`选择其他文件`,"admin.import.encoding":`编码`,"admin.import.automatic":`自动识别`,"admin.import.too-long":`文件过大：每次最多 5000 行，请拆分后再导入。`,"admin.import.preview":`预览`,"admin.import.problems":`有问题的行`,"admin.import.line":`行`,"admin.import.at-line":`第 {line} 行`,"admin.import.given":`文件中提供`,"admin.import.by-link":`通过链接设置`,"admin.import.good.one":`可创建 {count} 个账号。`,"admin.import.good.other":`可创建 {count} 个账号。`,"admin.import.bad.one":`{count} 行有问题，将被跳过。`,"admin.import.bad.other":`{count} 行有问题，将被跳过。`,"admin.import.begin.one":`创建 {count} 个账号`,"admin.import.begin.other":`创建 {count} 个账号`,"admin.import.begin-good.one":`仅创建 {count} 个正确的账号`,"admin.import.begin-good.other":`仅创建 {count} 个正确的账号`,"admin.import.running":`正在创建账号`,"admin.import.done":`导入完成`,"admin.import.created.one":`已创建 {count} 个账号。`,"admin.import.created.other":`已创建 {count} 个账号。`,"admin.import.continue.one":`继续创建其余 {count} 个`,"admin.import.continue.other":`继续创建其余 {count} 个`,"admin.import.save-links":`将链接保存为 CSV`,"admin.import.to-users":`查看用户列表`,"admin.import.another":`导入其他名单`,"admin.import.links":`待分发的链接`,"admin.import.links-note":`每个链接只能用一次，且仅在此窗口显示。关闭前请保存、复制或打印。`,"admin.row.bad_request":`“{value}”不是有效的角色。请填写 member、admin 或 owner（成员、管理员、所有者），也可留空。`,"admin.row.csv_invalid":`值的数量多于列数，例如“{value}”。含逗号的值请用双引号括起。`,"admin.row.forbidden":`只有所有者才能创建所有者账号。`,"admin.row.login_taken":`账号名“{value}”已被使用，请换一个。`,"admin.row.login_confusable":`账号名“{value}”与已有的账号名看起来太像，请换一个。`,"admin.row.login_mixed":`账号名“{value}”混用了多种文字，请只使用其中一种。`,"admin.row.login_reserved":`账号名“{value}”另有用途，请换一个。`,"admin.row.login_invalid":`“{value}”不能作为账号名：请使用字母、汉字、数字、点、连字符、下划线或 @，不含空格，且至少有一个字母、汉字或数字。`,"admin.number":`请输入 1 到 {max} 的整数。`,"admin.invites.title":`邀请`,"admin.invites.intro":`持有邀请链接的人可以在本服务器上注册账号。`,"admin.invites.new":`新建邀请`,"admin.invites.uses":`可用人数`,"admin.invites.days":`有效天数`,"admin.invites.make":`生成链接`,"admin.invites.open":`未用完的邀请`,"admin.invites.none":`没有未用完的邀请。`,"admin.invites.left.one":`剩余 {count} 次`,"admin.invites.left.other":`剩余 {count} 次`,"admin.invites.by":`· 创建者：{name}`,"admin.invites.by-local":`· 在服务器本机上用 imctl 创建`,"admin.invites.copy-words":`复制邀请`,"admin.invites.in-words":`带链接的邀请文字`,"admin.invites.message":`邀请您加入 {server}。打开此链接创建账号：{url}`,"admin.invites.revoke":`撤销`,"admin.invites.revoke-that":`撤销邀请 {hint}…`,"admin.groups.title":`群组`,"admin.groups.search":`按名称搜索`,"admin.groups.none":`还没有群组。`,"admin.groups.not-found":`没有找到该群组。`,"admin.groups.messages.one":`{count} 条消息`,"admin.groups.messages.other":`{count} 条消息`,"admin.groups.new-note":`首位选择的人将成为群主。`,"admin.groups.about":`群组信息`,"admin.groups.people":`成员`,"admin.groups.role-of":`{name}的角色`,"admin.groups.take-out":`移出{name}`,"admin.groups.remove":`删除群组`,"admin.groups.remove-ask":`删除“{title}”？`,"admin.groups.remove-note":`将为所有人删除该群组及其全部消息，此操作无法撤销。`,"admin.tuning.title":`调优`,"admin.tuning.intro":`以下为最近一次更改时的系统设置。如需更改，请使用 imctl tune。`,"admin.tuning.untuned":`此设备尚未调优，或在本页支持显示之前已完成调优。可在设备上运行“sudo imctl tune apply”。`,"admin.tuning.unreadable":`存在调优记录，但此处无法读取。可在设备上运行“imctl tune show”查看。`,"admin.tuning.board":`设备`,"admin.tuning.system":`系统`,"admin.tuning.profile":`配置档`,"admin.tuning.at":`最近更改`,"admin.tuning.wanted":`期望值：{value}`,"admin.tuning.group.boot":`启动`,"admin.tuning.group.cpu":`处理器`,"admin.tuning.group.memory":`内存`,"admin.tuning.group.network":`网络`,"admin.tuning.group.security":`安全`,"admin.tuning.group.services":`服务`,"admin.tuning.group.storage":`存储`,"admin.tuning.state.ok":`符合期望`,"admin.tuning.state.drift":`不一致`,"admin.tuning.state.restart":`重启后生效`,"admin.tuning.state.no-effect":`此处无效`,"admin.tuning.state.unseen":`不可见`,"admin.audit.title":`审计日志`,"admin.audit.intro":`管理员通过本页面、imctl 或 API 所做的更改，保留一年。`,"admin.audit.search":`按姓名、操作或地址搜索`,"admin.audit.none":`没有找到记录。`,"admin.audit.local":`服务器本机`,"admin.audit.socket":`服务器本机操作者`,"admin.audit.token":`API 令牌“{name}”`,"admin.action.user.created":`添加了用户`,"admin.action.user.renamed":`修改了姓名：`,"admin.action.user.role":`更改了角色：`,"admin.action.user.disabled":`停用了`,"admin.action.user.enabled":`启用了`,"admin.action.user.password":`设置了密码：`,"admin.action.user.link":`生成了密码链接：`,"admin.action.user.removed":`删除了用户`,"admin.action.user.unpictured":`移除了头像：`,"admin.action.invite.created":`创建了邀请`,"admin.action.invite.revoked":`撤销了邀请`,"admin.action.group.created":`创建了群组`,"admin.action.group.joined":`将 {user} 加入了`,"admin.action.group.left":`将 {user} 移出了`,"admin.action.group.role":`将 {user} 设为{role}：`,"admin.action.group.unpictured":`移除了群头像：`,"admin.action.conversation.removed":`删除了会话`,"admin.action.token.created":`创建了 API 令牌`,"admin.action.token.removed":`撤销了 API 令牌`,"admin.action.webhook.added":`添加了 Webhook`,"admin.action.webhook.removed":`删除了 Webhook`,"admin.action.webhook.enabled":`启用了 Webhook`,"admin.action.key.rotated":`更换了加密密钥`,"admin.action.search.rebuilt":`重建了搜索索引`,"admin.action.setup.link":`生成了初始设置链接`,"admin.action.server.renamed":`将服务器命名为`,"admin.detail.role":`角色`,"admin.detail.uses":`可用次数`,"admin.detail.days":`天数`,"admin.detail.members":`成员数`,"admin.detail.key":`编号`,"admin.detail.by":`创建者`,"admin.error.bad_request":`内容有误：{message}`,"admin.error.csv_invalid":`这不是首行为列名的 CSV 文件。{message}`,"admin.error.last_owner":`必须至少保留一位所有者，请先任命其他所有者。`,"admin.error.forbidden":`您的角色没有此权限：只有所有者才能更改所有者。`,"admin.error.not_found":`该项已不存在，请重新加载页面。`,"admin.error.too_many":`超出上限。{message}`,"admin.error.unknown_user":`该账号不存在或已被删除。`,"admin.error.unknown_conversation":`该群组不存在或已被删除。`};function A(e,t){return e===`local`?m(`admin.audit.socket`):e===`token`?m(`admin.audit.token`,{name:t}):t}function j(e,t=0){return new Intl.NumberFormat(w(),{maximumFractionDigits:t}).format(e)}function M(e){return new Intl.NumberFormat(w(),{style:`percent`,maximumFractionDigits:0}).format(e/100)}function se(e){return`${j(e)} °C`}function N(e){let t=Math.floor(e/60),n=Math.floor(t/60),i=Math.floor(n/24),a=[i>0&&r(`admin.days`,i),n%24>0&&r(`admin.hours`,n%24),i===0&&t%60>0&&r(`admin.minutes`,t%60)].filter(Boolean);return a.length>0?a.slice(0,2).join(` `):m(`admin.just-now`)}function P(e){return new Intl.DateTimeFormat(w(),{dateStyle:`medium`,timeStyle:`short`}).format(e)}function ce(e){return new Intl.DateTimeFormat(w(),{dateStyle:`medium`}).format(e)}const le=a(null);function F(){return ne(le)}function I(e){let t=`admin.error.${e.code}`;return t in k?m(t,{message:e.message}):n(e)}function L(e,t){let[n,r]=p(null),[i,a]=p(null),s=o(0),l=c(async()=>{let t=++s.current;try{let n=await e();if(t!==s.current)return;r((()=>n)),a(null)}catch(e){t===s.current&&a(h(e))}},t);return u(()=>(l(),()=>{s.current++}),[l]),{value:n,error:i,reload:l}}function R(e,t){let[n,r]=p(``),[i,a]=p(null),[s,c]=p(!1),[l,d]=p(!1),[f,m]=p(null),g=o(0),_=async r=>{let i=++g.current,o=r.at(-1);d(!0);try{let s=await e(n.trim(),o&&t(o));if(i!==g.current)return;a([...r,...s.items]),c(s.more),m(null)}catch(e){i===g.current&&m(h(e))}i===g.current&&d(!1)};return u(()=>{let e=setTimeout(()=>_([]),i?200:0);return()=>{g.current++,clearTimeout(e)}},[n]),{query:n,setQuery:r,items:i,more:s,busy:l,error:f,loadMore:()=>_(i??[]),reload:()=>_([])}}function z({title:e,wide:t=!1,intro:n,back:r,actions:i,children:a}){return u(()=>(document.title=`${e} · ${v()}`,()=>{document.title=v()}),[e,T.value]),_`<div class=${t?`admin-page wide`:`admin-page`}>
    <header class="admin-head">
      ${r&&_`<a class="icon-button" href=${r} data-up aria-label=${m(`back`)} title=${m(`back`)}><${E} name="back" /></a>`}
      <h1 tabindex="-1" ref=${g}><bdi>${e}</bdi></h1>
      ${i&&_`<div class="admin-actions">${i}</div>`}
    </header>
    ${n&&_`<p class="admin-intro">${n}</p>`} ${a}
  </div>`}function B({title:e,children:t}){return _`<section class="admin-card" aria-label=${e}>
    ${e&&_`<h2>${e}</h2>`} ${t}
  </section>`}function V({facts:e}){return _`<dl class="facts">
    ${e.map(([e,t])=>_`<div key=${e}>
        <dt>${e}</dt>
        <dd>${t}</dd>
      </div>`)}
  </dl>`}function H(){return _`<p class="admin-loading" role="status">
    <span class="spinner"></span><span class="hidden-text">${m(`admin.loading`)}</span>
  </p>`}function U({error:e,say:t}){return e&&_`<p class="alert" role="alert">${t(e)}</p>`}function W({label:e,value:t,onInput:n}){return _`<div class="search-box admin-search">
    <${E} name="search" />
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
  </div>`}function ue(){let e=F(),t=R(async(t,n)=>{let{entries:r,more:i}=await e.audit({q:t||void 0,before:n,limit:50});return{items:r,more:i}},e=>e.id);return _`<${z} title=${m(`admin.audit.title`)} intro=${m(`admin.audit.intro`)}>
    <${W} label=${m(`admin.audit.search`)} value=${t.query} onInput=${t.setQuery} />
    <${U} error=${t.error} say=${I} />
    ${!t.items&&!t.error&&_`<${H} />`}
    <ol class="audit" aria-busy=${t.busy}>
      ${t.items?.map(e=>_`<${de} key=${e.id} entry=${e} />`)}
    </ol>
    ${t.items?.length===0&&_`<p class="empty-note" role="status">${m(`admin.audit.none`)}</p>`}
    ${t.more&&_`<button type="button" class="button quiet admin-more" disabled=${t.busy} onClick=${t.loadMore}>
        ${m(`people.more`)}
      </button>`}
  <//>`}function de({entry:e}){let t=pe(e);return _`<li>
    <time datetime=${new Date(e.at).toISOString()}>${P(e.at)}</time>${` `}
    <span class="audit-what">
      <span class="audit-who"><bdi>${A(e.means,e.actor_name)}</bdi></span>${` `}
      <span>${fe(e)}${e.target_name&&_` <b><bdi>${e.target_name}</bdi></b>`}</span>
      ${t&&_`<span class="audit-details"><bdi>${t}</bdi></span>`}
    </span>
    <span class="audit-from">${e.address||m(`admin.audit.local`)}</span>
  </li>`}function fe(e){let t=`admin.action.${e.action}`,n={user:String(e.details.user??``),role:G(e.details.role??``)};return t in k?m(t,n):e.action}function pe({action:e,details:{from:t,to:n,user:r,means:i,by:a,...o}}){let s=t===void 0?[]:[`${G(t)} → ${G(n??``)}`],c=(e===`group.role`?[]:Object.entries(o)).map(([e,t])=>`${me(e)}: ${G(t)}`),l=a===void 0?[]:[`${me(`by`)}: ${A(i,String(a))}`];return[...s,...c,...l].join(` · `)}function me(e){let t=`admin.detail.${e}`;return t in k?m(t):e}function G(e){let t=`admin.role.${e}`;return t in k?m(t):String(e)}async function he(e,t,n){let r=t;for(;r.rest.length>0;){let t=r.rest.slice(0,20),i=r.uncertain>0||!!r.resume;n({...r,uncertain:t.length});let{created:a,completed:o,errors:s}=await e(t,i);r={...r,created:[...r.created,...a,...o],errors:[...r.errors,...s],rest:r.rest.slice(20),uncertain:0},n(r)}}var ge=class{run=x(null);busy=x(!1);error=x(null);unsaved=x(!1);rows=[];#e;#t=e=>this.#e()&&e.preventDefault();constructor(e=()=>!0){this.#e=e}async go(e,t){if(!this.busy.value){this.busy.value=!0,this.error.value=null,this.run.value=t,this.#n(!0);try{await he(e,t,e=>{this.run.value=e})}catch(e){this.error.value=h(e)}this.busy.value=!1,this.#n(this.run.value.created.some(({link:e})=>e))}}renewed(e){this.run.value={created:e,errors:[],rest:[],uncertain:0,renewed:!0},this.#n(e.length>0)}saved(){this.busy.value||this.#n(!1)}clear(){this.#n(!1),this.run.value=null,this.error.value=null,this.rows=[]}#n(e){this.unsaved.value=e,e?addEventListener(`beforeunload`,this.#t):removeEventListener(`beforeunload`,this.#t)}};let K={user:void 0,enrolment:new ge};function _e(e){let t=e.user.peek()?.id;return K.user!==t&&(K.enrolment.clear(),K={user:t,enrolment:new ge(()=>e.user.peek()?.id===t)}),K.enrolment}const ve=Object.freeze({overview:`M3 12.5h4l2.5-7 4.5 13 2.5-6H21`,users:`M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c.5-3.2 3-5 6.5-5s6 1.8 6.5 5M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14.9c2 .7 3.2 2.3 3.5 4.6`,invites:`M3.5 6.5h17v11h-17zM3.5 7l8.5 6.5L20.5 7`,groups:`M5 5h14a1.5 1.5 0 0 1 1.5 1.5v9A1.5 1.5 0 0 1 19 17h-7.5L7 20.5V17H5a1.5 1.5 0 0 1-1.5-1.5v-9A1.5 1.5 0 0 1 5 5z`,tuning:`M5 4v6M5 14v6M12 4v3M12 11v9M19 4v9M19 17v3M3 14h4M10 7.5h4M17 17h4`,audit:`M6 3.5h9l3.5 3.5v13.5H6zM9 11h6M9 14.5h6M9 7.5h3`,next:`M9.5 6l6 6-6 6`});function q({name:e}){return _`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${ve[e]} /></svg>`}const J=Object.freeze({overview:`#/admin`,users:`#/admin/users`,newUser:`#/admin/users/new`,importUsers:`#/admin/users/import`,user:e=>`#/admin/users/${encodeURIComponent(e)}`,invites:`#/admin/invites`,groups:`#/admin/groups`,newGroup:`#/admin/groups/new`,group:e=>`#/admin/groups/${encodeURIComponent(e)}`,tuning:`#/admin/tuning`,audit:`#/admin/audit`});function ye(){let e=F(),t=R(async(t,n)=>{let{groups:r,more:i}=await e.groups({q:t||void 0,after:n,limit:50});return{items:r,more:i}},e=>e.id),n=_`<a class="button primary" href=${J.newGroup}>${m(`group.new`)}</a>`;return _`<${z} title=${m(`admin.groups.title`)} actions=${n}>
    <${W} label=${m(`admin.groups.search`)} value=${t.query} onInput=${t.setQuery} />
    <${U} error=${t.error} say=${I} />
    ${!t.items&&!t.error&&_`<${H} />`}
    <ul class="admin-rows" aria-busy=${t.busy} aria-label=${m(`admin.groups.title`)}>
      ${t.items?.map(e=>_`<li key=${e.id}>
          <a class="admin-row" href=${J.group(e.id)}>
            <${f} id=${e.id} name=${e.title} avatar=${e.avatar} kind="group" />
            <span class="row-main">
              <span class="row-title"><bdi>${e.title}</bdi></span>
              <span class="row-sub">
                ${r(`group.members`,e.member_count)} · ${r(`admin.groups.messages`,e.last_seq)}
              </span>
            </span>
            <${q} name="next" />
          </a>
        </li>`)}
    </ul>
    ${t.items?.length===0&&_`<p class="empty-note" role="status">${m(t.query?`admin.groups.not-found`:`admin.groups.none`)}</p>`}
    ${t.more&&_`<button type="button" class="button quiet admin-more" disabled=${t.busy} onClick=${t.loadMore}>
        ${m(`people.more`)}
      </button>`}
  <//>`}function Y({title:e,text:t,action:n,onConfirm:r,onClose:a}){let o=i(),{busy:s,error:c,run:l}=C(async()=>{await r(),a()}),u=re(()=>s||a());return _`<dialog
    class="admin-dialog"
    ...${u}
    aria-labelledby=${`${o}-title`}
    aria-describedby=${`${o}-text`}
  >
    <h2 id=${`${o}-title`}>${e}</h2>
    <p id=${`${o}-text`}>${t}</p>
    ${c&&_`<p class="alert" role="alert">${I(c)}</p>`}
    <div class="admin-dialog-buttons">
      <button type="button" class="button quiet" disabled=${s} onClick=${a} autofocus>${m(`admin.cancel`)}</button>
      <button type="button" class="button danger" disabled=${s} onClick=${()=>l()}>${n}</button>
    </div>
  </dialog>`}function be({name:e,onRemove:t}){let[n,r]=p(!1);return _`<button type="button" class="button danger small admin-under" onClick=${()=>r(!0)}>${m(`admin.avatar.remove`)}</button>
    ${n&&_`<${Y}
        title=${m(`admin.avatar.remove-ask`,{name:e})}
        text=${m(`admin.avatar.remove-note`)}
        action=${m(`admin.avatar.remove`)}
        onConfirm=${t}
        onClose=${()=>r(!1)}
      />`}`}function xe({id:e}){let t=F(),[n,i]=p(100),[a,o]=p(!1),{value:s,error:c,reload:l}=L(()=>t.group(e,{limit:n}),[t,e,n]);return _`<${z} title=${s?.title??m(`admin.groups.title`)} back=${J.groups}>
    <${U} error=${c} say=${I} />
    ${!s&&!c&&_`<${H} />`}
    ${s&&_`<${B} title=${m(`admin.groups.about`)}>
          <div class="admin-profile">
            <${f} id=${s.id} name=${s.title} avatar=${s.avatar} kind="group" size="large" />
            <${V}
              facts=${[[m(`admin.groups.people`),j(s.member_count)],[m(`admin.messages`),j(s.last_seq)],[m(`admin.user.since`),ce(s.created_at)]]}
            />
          </div>
          ${s.avatar&&_`<${be}
              name=${s.title}
              onRemove=${async()=>{await t.removeGroupAvatar(e),await l()}}
            />`}
        <//>
        <${B} title=${r(`group.members`,s.member_count)}>
          <ul class="admin-plain">
            ${s.members.map(t=>_`<${Se} key=${t.id} group=${e} member=${t} onChanged=${l} />`)}
          </ul>
          ${s.more&&_`<button type="button" class="button quiet admin-more" onClick=${()=>i(n+100)}>
              ${m(`people.more`)}
            </button>`}
          <${Ce} group=${e} members=${s.members} onChanged=${l} />
        <//>
        <${B} title=${m(`admin.groups.remove`)}>
          <p class="admin-muted">${m(`admin.groups.remove-note`)}</p>
          <button type="button" class="button danger" onClick=${()=>o(!0)}>
            ${m(`admin.groups.remove`)}
          </button>
        <//>
        ${a&&_`<${Y}
            title=${m(`admin.groups.remove-ask`,{title:s.title})}
            text=${m(`admin.groups.remove-note`)}
            action=${m(`admin.groups.remove`)}
            onConfirm=${async()=>{await t.removeGroup(e),y(J.groups,{replace:!0})}}
            onClose=${()=>o(!1)}
          />`}`}
  <//>`}function Se({group:e,member:t,onChanged:n}){let r=F(),{busy:i,error:a,run:o}=C(async e=>{await e(),await n()}),[s,c]=p(t.role);return _`<li>
    <${f} id=${t.id} name=${t.name} avatar=${t.avatar} />
    <span class="row-main">
      <a class="row-title" href=${J.user(t.id)}><bdi>${t.name}</bdi></a>
      <span class="row-sub">@${t.login}</span>
      ${a&&_`<span class="note error" role="alert">${I(a)}</span>`}
    </span>
    <select
      class="admin-select"
      aria-label=${m(`admin.groups.role-of`,{name:t.name})}
      value=${i?s:t.role}
      onChange=${n=>{let a=n.target.value;i||c(a),o(()=>r.addMembers(e,[t.id],a))}}
    >
      ${[`member`,`admin`,`owner`].map(e=>_`<option key=${e} value=${e}>${m(`admin.role.${e}`)}</option>`)}
    </select>
    <button
      type="button"
      class="button danger small"
      disabled=${i}
      aria-label=${m(`admin.groups.take-out`,{name:t.name})}
      onClick=${()=>o(()=>r.removeMember(e,t.id))}
    >
      ${m(`admin.remove`)}
    </button>
  </li>`}function Ce({group:e,members:t,onChanged:n}){let r=F(),[i,a]=p(!1),{busy:o,error:s,run:c}=C(async t=>{await r.addMembers(e,[t.id]),a(!1),await n()});return i?_`<${U} error=${s} say=${I} />
    <${ie}
      label=${m(`group.add`)}
      without=${t.map(({id:e})=>e)}
      busy=${o}
      autofocus
      onPick=${c}
    />`:_`<button type="button" class="button quiet" onClick=${()=>a(!0)}>${m(`group.add`)}</button>`}async function X(e){try{return await navigator.clipboard.writeText(e),!0}catch{let t=document.createElement(`textarea`);t.value=e,document.body.append(t),t.select();let n=document.execCommand(`copy`);return t.remove(),n}}function we(e){return`\ufeff${[[`login`,`name`,`link`],...e].map(e=>e.map(Oe).join(`,`)).join(`\r
`)}\r\n`}const Te=`[^\\S\\t\\r\\n]|(?![\\t\\r\\n])[\\p{C}\\p{DI}]`,Ee=RegExp(`(^|[;\\t\\r\\n|])('*)(?=(?:${Te})*[=+\\-@＝＋－＠﹦﹢﹣﹫])`,`gu`),De=RegExp(`^'*(?=(?:${Te})*[\\t\\r\\n])`,`u`);function Oe(e){let t=e.replace(Ee,`$1$2'`).replace(De,`$&'`);return/[",;\r\n]/.test(t)?`"${t.replaceAll(`"`,`""`)}"`:t}function ke(e,t){let n=URL.createObjectURL(new Blob([t],{type:`text/csv;charset=utf-8`})),r=document.createElement(`a`);r.href=n,r.download=e,r.click(),setTimeout(()=>URL.revokeObjectURL(n),1e4)}function Ae(e){let{code:t,column:n=``,value:r=``,earlier:i=0,holder:a=``}=e,o=[`admin.row.${t}.${i?`earlier`:a?`holder`:r?n:`none`}`,`admin.row.${t}`].find(e=>e in k);return o?m(o,{value:r,earlier:i,holder:a}):I(e)}function je({roster:{rows:e,columns:t,ignored:n,foreign:i},errors:a}){let o=e.some(({groups:e})=>e?.length);return _`${a.length>0&&_`<${Me} errors=${a} />`}
    <${B} title=${m(`admin.import.preview`)}>
      <p role="status">
        ${r(`admin.import.good`,e.length)} ${a.length>0&&r(`admin.import.bad`,a.length)}
      </p>
      ${Object.keys(t).length===0&&_`<p class="note">${m(`admin.import.no-header`)}</p>`}
      ${n.length>0&&_`<p class="note">${m(`admin.import.ignored`,{columns:n.join(`, `)})}</p>`}
      ${o&&_`<p class="note">${m(`admin.import.groups-note`)}</p>`}
      ${i.length>0&&_`<p class="note">${m(`admin.import.foreign`,{groups:i.join(`; `)})}</p>`}
      ${e.length>0&&_`<div class="table-box" tabindex="0" role="group" aria-label=${m(`admin.import.preview`)}>
          <table class="roster">
            <thead>
              <tr>
                <th scope="col">${m(`admin.import.line`)}</th>
                <th scope="col">${m(`link.login`)}</th>
                <th scope="col">${m(`admin.user.name`)}</th>
                <th scope="col">${m(`admin.role`)}</th>
                ${o&&_`<th scope="col">${m(`admin.groups.title`)}</th>`}
                <th scope="col">${m(`login.password`)}</th>
              </tr>
            </thead>
            <tbody>
              ${e.slice(0,200).map(e=>_`<tr key=${e.line}>
                  <td>${e.line}</td>
                  <td><bdi>${e.login}</bdi></td>
                  <td><bdi>${e.name}</bdi></td>
                  <td>${m(`admin.role.${e.role??`member`}`)}</td>
                  ${o&&_`<td><bdi>${e.groups?.join(`; `)}</bdi></td>`}
                  <td>${m(e.password?`admin.import.given`:`admin.import.by-link`)}</td>
                </tr>`)}
            </tbody>
          </table>
        </div>`}
      ${e.length>200&&_`<p class="admin-muted">${r(`people.others`,e.length-200)}</p>`}
    <//>`}function Me({errors:e}){return _`<${B} title=${m(`admin.import.problems`)}>
    <ul class="row-errors">
      ${e.slice(0,200).map(e=>_`<li key=${e.line}>
          <span class="row-errors-line">${m(`admin.import.at-line`,{line:e.line})}</span>
          <span>${e.login&&e.login!==e.value&&_`<b><bdi>${e.login}</bdi></b>${` `}`}${Ae(e)}</span>
        </li>`)}
    </ul>
    ${e.length>200&&_`<p class="admin-muted">${r(`people.others`,e.length-200)}</p>`}
  <//>`}function Ne({enrolment:e,onContinue:t,onAnew:n}){let[i,a]=p(!1),[o,s]=p(!1),c=e.run.value;if(!c)return null;let[l,u,d]=[e.busy.value,e.error.value,e.unsaved.value],f=e.rows.length,h=new Map(e.rows.map(({login:e,name:t})=>[e,t??e])),g=c.created.filter(({link:e})=>e).map(({login:e,link:t})=>[e,h.get(e)??e,t?.url??``]),v=!l&&c.rest.length===0,y=async()=>{await X(g.map(e=>e.join(`	`)).join(`
`))&&(s(!0),e.saved())},b=()=>{ke(`links.csv`,we(g)),e.saved()},x=c.renewed?`admin.import.links`:v?`admin.import.done`:`admin.import.running`;return _`<${B} title=${m(x)}>
      ${!c.renewed&&_`<progress
          class="import-progress"
          value=${f-c.rest.length}
          max=${Math.max(1,f)}
          aria-label=${m(`admin.import.running`)}
        ></progress>`}
      <p role="status">
        ${r(c.renewed?`admin.import.renewed`:c.resume?`admin.import.completed`:`admin.import.created`,c.created.length)}
        ${` `}${c.errors.length>0&&r(`admin.import.bad`,c.errors.length)}
      </p>
      <${U} error=${u} say=${I} />
      <div class="import-begin">
        ${u&&_`<button type="button" class="button primary" disabled=${l} onClick=${t}>
            ${r(`admin.import.continue`,c.rest.length)}
          </button>`}
        ${!l&&g.length>0&&_`<button type="button" class="button primary" onClick=${b}>${m(`admin.import.save-links`)}</button>
            <button type="button" class="button quiet" onClick=${y}>
              ${m(o?`admin.copied`:`admin.import.copy-links`)}
            </button>
            <button type="button" class="button quiet" onClick=${()=>window.print()}>${m(`admin.import.print`)}</button>`}
        ${v&&_`<a class="button quiet" href=${J.users}>${m(`admin.import.to-users`)}</a>
            <button type="button" class="button quiet" onClick=${d?()=>a(!0):n}>
              ${m(`admin.import.another`)}
            </button>`}
      </div>
    <//>
    ${g.length>0&&_`<${Fe} rows=${g} />`}
    ${c.errors.length>0&&_`<${Me} errors=${c.errors} />`}
    ${i&&_`<${Y}
        title=${m(`admin.import.unsaved`)}
        text=${m(`admin.import.unsaved-text`)}
        action=${m(`admin.import.discard`)}
        onConfirm=${async()=>n()}
        onClose=${()=>a(!1)}
      />`}`}function Pe({enrolment:e}){return e.unsaved.value?_`<p class="alert unsaved" role="status">
    ${m(e.busy.value?`admin.import.going-on`:`admin.import.unsaved-note`)}${` `}
    <a href=${J.importUsers}>${m(`admin.import.to-links`)}</a>
  </p>`:null}function Fe({rows:e}){return _`<${B} title=${m(`admin.import.links`)}>
    <p class="admin-muted">${m(`admin.import.links-note`)}</p>
    <div class="table-box link-cards" tabindex="0" role="group" aria-label=${m(`admin.import.links`)}>
      <table class="roster">
        <thead>
          <tr>
            <th scope="col">${m(`link.login`)}</th>
            <th scope="col">${m(`admin.user.name`)}</th>
            <th scope="col">${m(`admin.link`)}</th>
          </tr>
        </thead>
        <tbody>
          ${e.map(([e,t,n])=>_`<tr key=${e}>
              <td><bdi>${e}</bdi></td>
              <td><bdi>${t}</bdi></td>
              <td class="url">${n}</td>
            </tr>`)}
        </tbody>
      </table>
    </div>
  <//>`}function Ie(e){let t=o(0),[n,r]=p(null),[i,a]=p(null),s=()=>(t.current+=1,r(null),a(null),t.current);return{value:n,error:i,run:async(...n)=>{let i=s();try{let a=await e(...n);i===t.current&&r(()=>a)}catch(e){i===t.current&&a(h(e))}},clear:s}}const Le=Object.freeze({auto:``,"utf-8":`UTF-8`,gb18030:`GB 18030 (GBK)`,big5:`Big5`,cp1252:`Windows-1252`,cp1250:`Windows-1250`,cp1251:`Windows-1251`,cp1253:`Windows-1253`,cp1254:`Windows-1254`,cp1255:`Windows-1255`,cp1256:`Windows-1256`,cp1257:`Windows-1257`,cp1258:`Windows-1258`,cp850:`DOS (CP 850)`,mac_roman:`Mac Roman`,cp932:`Shift JIS`,cp949:`EUC-KR`,cp874:`Windows-874`});function Re(e){return e.startsWith(`utf-16`)?`UTF-16`:Le[e.replace(/-sig$/,``)]||e}function ze(e){let t=[];for(let n=0;n<e.byteLength;n+=32768)t.push(String.fromCharCode(...new Uint8Array(e,n,Math.min(32768,e.byteLength-n))));return btoa(t.join(``))}function Be(){let e=F(),t=_e(b()),[n,i]=p(null),[a,o]=p(`auto`),s=Ie(async(t,n)=>{if(t.size>15e5)return{refusal:m(`admin.import.too-long`),roster:null};let r=ze(await t.arrayBuffer()),i=await e.readRoster(r,n===`auto`?void 0:n);return{refusal:i.problem&&Ue(i.problem),roster:i}}),{refusal:c,roster:l}=s.value??{refusal:``,roster:null},d=new Set(l?.there.map(({line:e})=>e)),f=l?.errors.filter(({line:e})=>!d.has(e))??[],h=(t,n)=>e.importUsers(t,n),g=(e=!1)=>{if(!l)return;let n=[...l.rows,...e?l.there:[]].sort((e,t)=>e.line-t.line);t.rows=n,t.go(h,{created:[],errors:f,rest:n,uncertain:0,resume:e})},v=()=>{i(null),s.clear(),t.clear()};u(()=>()=>t.run.peek()&&!t.unsaved.peek()&&t.clear(),[]);let y=t.run.value;return _`<${z} title=${m(`admin.import.title`)} back=${J.users}>
    ${y?_`<${Ne} enrolment=${t} onContinue=${()=>t.go(h,y)} onAnew=${v} />`:_`<${B} title=${m(`admin.import.file`)}>
              <p>${m(`admin.import.how`)}</p>
              <pre class="sample" lang="en" aria-label=${m(`admin.import.sample`)}>${m(`admin.import.example`)}</pre>
              <div class="import-choice">
                <label class="button primary file-button">
                  <input
                    type="file"
                    class="hidden-text"
                    accept=".csv,.txt,text/csv"
                    onChange=${e=>{let t=e.target.files?.[0];t&&(i(t),s.run(t,a))}}
                  />
                  <span>${m(n?`admin.import.choose-other`:`admin.import.choose`)}</span>
                </label>
                ${n&&_`<bdi class="file-name">${n.name}</bdi>`}
                <label class="encoding">
                  <span>${m(`admin.import.encoding`)}</span>
                  <select
                    class="admin-select"
                    value=${a}
                    onChange=${e=>{let t=e.target.value;o(t),n&&s.run(n,t)}}
                  >
                    ${Object.entries(Le).map(([e,t])=>_`<option key=${e} value=${e}>
                        ${t||m(`admin.import.automatic`)}
                      </option>`)}
                  </select>
                </label>
              </div>
              ${c&&_`<p class="alert" role="alert">${c}</p>`}
              ${l?.sample.length&&_`<p class="admin-muted">${He(l.encoding,a)}</p>
                  ${l.problem&&_`<pre class="sample" aria-label=${m(`admin.import.beginning`)}>${l.sample.join(`
`)}</pre>`}`}
              <${U} error=${s.error} say=${I} />
            <//>
            ${l&&l.there.length>0&&_`<${Ve} enrolment=${t} there=${l.there} onComplete=${()=>g(!0)} />`}
            ${l&&!l.problem&&_`<${je} roster=${l} errors=${f} />`}
            ${l&&l.rows.length>0&&_`<div class="import-begin">
                <button type="button" class="button primary" onClick=${()=>g()}>
                  ${r(f.length>0?`admin.import.begin-good`:`admin.import.begin`,l.rows.length)}
                </button>
              </div>`}`}
  <//>`}function Ve({enrolment:e,there:t,onComplete:n}){let i=F(),a=t.map(({login:e})=>e),{busy:o,error:s,run:c}=C(async()=>{let t=[];for(let e=0;e<a.length;e+=200)t.push(...(await i.renewLinks(a.slice(e,e+200))).links);e.renewed(t)});return _`<${B} title=${r(`admin.import.there`,a.length)}>
    <p>
      ${m(`admin.import.there-note`,{logins:a.slice(0,20).join(`, `)})}
      ${a.length>20&&_` ${r(`people.others`,a.length-20)}`}
    </p>
    <p>${m(`admin.import.complete-note`)}</p>
    <p>${m(`admin.import.renew-note`)}</p>
    <${U} error=${s} say=${I} />
    <div class="import-begin">
      <button type="button" class="button quiet" disabled=${o} onClick=${n}>${m(`admin.import.complete`)}</button>
      <button type="button" class="button quiet" disabled=${o} onClick=${()=>c()}>${m(`admin.import.renew`)}</button>
    </div>
  <//>`}function He(e,t){let n=t===`auto`&&!e.startsWith(`utf`)?`admin.import.guessed`:`admin.import.read-as`;return m(n,{encoding:Re(e)})}function Ue({problem:e,line:t,value:n,meant:r}){let i=e===`login`&&n?`admin.problem.login-unknown`:`admin.problem.${e}`;return m(i,{line:t,value:n,meant:r})}function We({link:e,purpose:t,message:n}){let r=i(),a=o(null),[s,c]=p(!1);return _`<div class="issued-link" role="status">
    <label for=${r}>${t}</label>
    <div class="issued-link-line">
      <input id=${r} ref=${a} type="text" readonly value=${e.url} onFocus=${()=>a.current?.select()} />
      <button type="button" class="button primary" onClick=${async()=>{c(await X(e.url)),a.current?.select()}}>${m(s?`admin.copied`:`admin.copy`)}</button>
    </div>
    ${n&&_`<${Ge} text=${n} />`}
    <p class="note">${m(`admin.link.valid`,{until:P(e.expires_at)})}</p>
  </div>`}function Ge({text:e}){let[t,n]=p(!1);return _`<div class="issued-link-line">
    <textarea readonly rows="4" aria-label=${m(`admin.invites.in-words`)} value=${e}></textarea>
    <button type="button" class="button quiet" onClick=${async()=>{n(await X(e))}}>
      ${m(t?`admin.copied`:`admin.invites.copy-words`)}
    </button>
  </div>`}const Ke=Object.freeze([`member`,`admin`,`owner`]);function qe({legend:e,value:t,mine:n,onChoose:r}){let a=i();return _`<fieldset class="choice admin-roles">
    <legend>${e}</legend>
    <div class="segments">
      ${Ke.filter(e=>e!==`owner`||n===`owner`||t===`owner`).map(e=>_`<label class="segment" key=${e}>
          <input type="radio" name=${a} checked=${e===t} onChange=${()=>r(e)} />
          <span>${m(`admin.role.${e}`)}</span>
        </label>`)}
    </div>
    <p class="note">${m(`admin.role.${t}.may`)}</p>
  </fieldset>`}const Je=1e4;function Ye(){let e=F(),{value:t,error:n,reload:r}=L(()=>e.invites(),[e]);return _`<${z} title=${m(`admin.invites.title`)} intro=${m(`admin.invites.intro`)}>
    <${Xe} onMade=${r} />
    <${B} title=${m(`admin.invites.open`)}>
      <${U} error=${n} say=${I} />
      ${!t&&!n&&_`<${H} />`}
      ${t?.invites.length===0&&_`<p class="admin-muted">${m(`admin.invites.none`)}</p>`}
      <ul class="admin-plain">
        ${t?.invites.map(e=>_`<${Ze} key=${e.id} invite=${e} onGone=${r} />`)}
      </ul>
    <//>
  <//>`}function Xe({onMade:e}){let t=F(),n=b().user.value?.role??`admin`,[r,i]=p(`member`),[a,o]=p(`1`),[s,c]=p(`7`),[l,u]=p(null),{busy:d,failure:f,wrong:h,attributes:g}=O([`uses`,`days`],async()=>{u(await t.invite({role:r,uses:Number(a),days:Number(s)})),e()},I),v=(e,t)=>h(e)&&m(`admin.number`,{max:j(t)}),y=m(`admin.invites.message`,{server:te(),url:l?.url??``});return _`<${B} title=${m(`admin.invites.new`)}>
    ${l&&_`<${We}
        key=${l.code}
        link=${l}
        purpose=${m(`admin.link.invite`,{server:te()})}
        message=${y}
      />`}
    <form class="form" ...${g}>
      ${f&&_`<p class="alert" role="alert">${f}</p>`}
      <div class="admin-pair">
        <${S}
          label=${m(`admin.invites.uses`)}
          type="number"
          error=${v(`uses`,Je)}
          value=${a}
          onInput=${o}
          min=${1}
          max=${Je}
          required
        />
        <${S}
          label=${m(`admin.invites.days`)}
          type="number"
          error=${v(`days`,365)}
          value=${s}
          onInput=${c}
          min=${1}
          max=${365}
          required
        />
      </div>
      <${qe} legend=${m(`admin.role`)} value=${r} mine=${n} onChoose=${i} />
      <button class="button primary" disabled=${d}>${m(`admin.invites.make`)}</button>
    </form>
  <//>`}function Ze({invite:e,onGone:t}){let n=F(),{busy:i,error:a,run:o}=C(async()=>{await n.revokeInvite(e.id),await t()}),s=e.means===`local`?m(`admin.invites.by-local`):m(`admin.invites.by`,{name:A(e.means,e.created_by)});return _`<li>
    <span class="row-main">
      <span class="row-title">${e.code_hint}… · ${m(`admin.role.${e.role}`)}</span>
      <span class="row-sub wrap">
        ${r(`admin.invites.left`,e.uses_left)} · ${m(`admin.link.valid`,{until:P(e.expires_at)})} ${s}
      </span>
      ${a&&_`<span class="note error" role="alert">${I(a)}</span>`}
    </span>
    <button
      type="button"
      class="button danger small"
      disabled=${i}
      aria-label=${m(`admin.invites.revoke-that`,{hint:e.code_hint})}
      onClick=${()=>o()}
    >
      ${m(`admin.invites.revoke`)}
    </button>
  </li>`}const Qe=[`overview`,`users`,`invites`,`groups`,`tuning`,`audit`];function $e({section:e}){let t=Qe.find(t=>t===e)??`overview`,n=o(null);return u(()=>{n.current?.querySelector(`[aria-current]`)?.scrollIntoView({block:`nearest`,inline:`center`})},[t]),_`<header class="admin-side">
    <div class="bar">
      <a class="icon-button" href=${ee.home} aria-label=${m(`conversation.to-list`)} title=${m(`conversation.to-list`)}>
        <${E} name="back" />
      </a>
      <p class="bar-title">${m(`admin.title`)}</p>
    </div>
    <nav class="admin-nav" ref=${n} aria-label=${m(`admin.title`)}>
      ${Qe.map(e=>_`<a key=${e} href=${J[e]} aria-current=${e===t?`page`:void 0}>
          <${q} name=${e} /><span>${m(`admin.${e}.title`)}</span>
        </a>`)}
    </nav>
  </header>`}function et(){let t=F(),[n,i]=p(``),[a,o]=p([]),c=a.map(({id:e})=>e),l=e(s,[n.trim(),c.join()]),u=e=>o(c.includes(e.id)?a.filter(({id:t})=>t!==e.id):[...a,e]),{busy:d,error:f,run:h}=C(async()=>{let{id:e}=await t.addGroup(n.trim(),c,l);y(J.group(e),{replace:!0})});return _`<${z} title=${m(`group.new`)} back=${J.groups} intro=${m(`admin.groups.new-note`)}>
    <${B}>
      <form
        class="form"
        onSubmit=${e=>{e.preventDefault(),h()}}
      >
        <${U} error=${f} say=${I} />
        <${S} label=${m(`group.title`)} value=${n} onInput=${i} maxlength=${100} required />
        ${a.length>0&&_`<ul class="chips" aria-label=${m(`group.chosen`)}>
            ${a.map(e=>_`<li key=${e.id}>
                <button
                  type="button"
                  class="chip"
                  aria-label=${m(`group.unpick`,{name:e.name})}
                  onClick=${()=>u(e)}
                >
                  <bdi>${e.name}</bdi><${E} name="close" />
                </button>
              </li>`)}
          </ul>`}
        <button class="button primary" disabled=${d||!n.trim()||a.length===0}>
          ${r(`group.create`,a.length)}
        </button>
      </form>
      <${ie} label=${m(`people.search`)} without=${[]} chosen=${c} onPick=${u} />
    <//>
  <//>`}function tt(){let e=F(),t=b().user.value?.role??`admin`,[n,r]=p(``),[i,a]=p(``),[o,s]=p(`member`),[c,l]=p(null),{busy:u,failure:d,wrong:f,attributes:h}=O([`login`,`name`],async()=>{l(await e.addUser({login:n.trim(),...i.trim()&&{name:i.trim()},role:o})),r(``),a(``)},I);return _`<${z} title=${m(`admin.user.add`)} back=${J.users}>
    ${c?.link&&_`<${B} title=${m(`admin.user.added`,{name:c.user.name})}>
        <${We}
          key=${c.link.code}
          link=${c.link}
          purpose=${m(`admin.link.password`,{login:c.user.login})}
        />
        <p><a href=${J.user(c.user.id)}>${m(`admin.user.open`)}</a></p>
      <//>`}
    <${B}>
      <form class="form" ...${h}>
        ${d&&_`<p class="alert" role="alert">${d}</p>`}
        <${S}
          label=${m(`link.login`)}
          hint=${m(`admin.user.login-hint`)}
          error=${f(`login`)}
          value=${n}
          onInput=${r}
          autocomplete="off"
          maxlength=${64}
          required
        />
        <${S}
          label=${m(`admin.user.name`)}
          hint=${m(`link.name-hint`)}
          error=${f(`name`)}
          value=${i}
          onInput=${a}
          autocomplete="off"
          maxlength=${100}
        />
        <${qe} legend=${m(`admin.role`)} value=${o} mine=${t} onChoose=${s} />
        <p class="note">${m(`admin.user.how`)}</p>
        <button class="button primary" disabled=${u||!n.trim()}>${m(`admin.user.add`)}</button>
      </form>
    <//>
  <//>`}function nt(){let e=F(),t=b().user.value?.role===`owner`,[n,r]=p(null),i=n??T.value,{busy:a,failure:o,wrong:s,attributes:c}=O([`name`],async()=>{T.value=(await e.renameServer(i.trim())).name,r(null)},I),l=i.trim()!==``&&i.trim()!==T.value;return t?_`<${B} title=${m(`link.server`)}>
    <form class="admin-line" ...${c}>
      <${S}
        label=${m(`admin.server-name`)}
        error=${s(`name`)??o}
        value=${i}
        onInput=${r}
        autocomplete="off"
        maxlength=${64}
      />
      <button class="button quiet" disabled=${a||!l}>${m(`group.rename`)}</button>
    </form>
  <//>`:null}const rt=[1,2,3,4,6,8,10];function it(e){let t=10**Math.floor(Math.log10(e));return(rt.find(n=>n*t>=e*.999999)??10)*t}function at(e,t,{from:n,to:r,every:i,bottom:a,top:o}){let s=[],c=-1/0;return e.forEach((e,l)=>{let u=t[l]??0;if(e===null||u<n)return;u-c>2.5*i&&s.push([]),c=u;let d=Math.min(1,Math.max(0,(e-a)/(o-a)));s.at(-1)?.push([(u-n)/(r-n),d])}),s}const Z=1e3;function ot({times:e,values:t,others:n,scale:r,limit:i,show:a,label:o}){let{bottom:s,top:c,from:l,to:u}=r,d=at(t,e,r),f=e=>Z*(1-(e-s)/(c-s)),p=[c,(c+s)/2,s];return _`<div class="chart">
    <div class="chart-values" aria-hidden="true">${p.map(e=>_`<span key=${e}>${a(e)}</span>`)}</div>
    <svg
      class="chart-lines"
      viewBox=${`0 0 ${Z} ${Z}`}
      preserveAspectRatio="none"
      role=${o?`img`:void 0}
      aria-label=${o||void 0}
      aria-hidden=${o?void 0:`true`}
    >
      ${p.map(e=>_`<path key=${e} class="grid" d=${`M0,${f(e)}H${Z}`} />`)}
      ${Array.from({length:4},(e,t)=>_`<path key=${`time-${t}`} class="grid" d=${`M${Z*t/3},0V${Z}`} />`)}
      ${i!==void 0&&i<c&&_`<path class="limit" d=${`M0,${f(i)}H${Z}`} />`}
      ${d.map((e,t)=>_`<path key=${`area-${t}`} class="area" d=${`${Q(e)}V${Z}H${st(e[0]?.[0]??0)}Z`} />`)}
      ${n&&at(n,e,r).map((e,t)=>_`<path key=${`other-${t}`} class="line other" d=${`${Q(e)}h0`} />`)}
      ${d.map((e,t)=>_`<path key=${`line-${t}`} class="line" d=${`${Q(e)}h0`} />`)}
    </svg>
    <div class="chart-times" aria-hidden="true">${ct((u-l)/6e4).map(e=>_`<span key=${e}>${e}</span>`)}</div>
  </div>`}function Q(e){return`M${e.map(([e,t])=>`${st(e)},${st(1-t)}`).join(`L`)}`}function st(e){return Math.round(Z*e)}function ct(e){let t=new Intl.RelativeTimeFormat(w(),{style:`short`}),n=new Intl.RelativeTimeFormat(w(),{numeric:`auto`}).format(0,`second`);return[...Array.from({length:3},(n,r)=>t.format(-Math.round(e*(3-r)/3),`minute`)),n]}function $({name:e,course:t,values:n,others:r,show:i,bottom:a=0,least:o=1,limit:s,note:c,bad:l=!1}){let u=n.filter(e=>e!==null),d=n.at(-1)??null,{times:f,from:p,to:h,every:g,span:v}=t,y=u.length>0?m(`admin.chart`,{name:e,span:v,lowest:i(Math.min(...u)),highest:i(Math.max(...u))}):``,b=Math.min(...u,...(r??[]).map(e=>e??a))<a?0:a,x=it(Math.max(o,...u));return _`<li class=${l?`tile bad`:`tile`}>
    <p class="tile-name">${r&&_`<span class="swatch"></span>`}${e}</p>
    <p class=${d===null?`tile-value none`:`tile-value`}>${lt(n,i)}</p>
    <p class="tile-note">${r&&c&&_`<span class="swatch other"></span>`}${c}${s!==void 0&&_`<span class="tile-limit"><span class="swatch limit"></span>${i(s)}</span>`}</p>
    <${ot} times=${f} values=${n} others=${r} scale=${{from:p,to:h,every:g,bottom:b,top:x}} limit=${s} show=${i} label=${y} />
  </li>`}function lt(e,t){let n=e.at(-1);return n===void 0?`…`:n===null?m(`admin.unseen`):t(n)}function ut(){let e=F(),[t,n]=p(null),[r,i]=p(null);return u(()=>{let t=null,r=0,a=!1,o=async()=>{clearTimeout(r);try{let r=await e.health(t?.samples.at(-1)?.at??0);if(a)return;t={...r,samples:[...t?.samples??[],...r.samples].slice(-180)},n(t),i(null)}catch(e){a||i(h(e))}!a&&document.visibilityState===`visible`&&(r=setTimeout(o,(t?.every_s??5)*1e3))},s=()=>document.visibilityState===`visible`&&o();return document.addEventListener(`visibilitychange`,s),o(),()=>{a=!0,clearTimeout(r),document.removeEventListener(`visibilitychange`,s)}},[e]),{health:t,error:r}}const dt={early:`admin.certificate.early`,ended:`admin.certificate.ended`,soon:`admin.certificate.soon`,urgent:`admin.certificate.urgent`},ft=6e4;function pt(){let e=F(),{health:t,error:n}=ut(),r=L(()=>e.status(),[e]),i=n??r.error,a=b().user.value?.role===`owner`&&_`<button type="button" class="button quiet small" onClick=${mt}>${m(`link.server`)}</button>`;return _`<${z} title=${m(`admin.overview.title`)} actions=${a} wide>
    <${U} error=${i} say=${I} />
    ${!t&&!i&&_`<${H} />`}
    ${t&&_`<${ht} health=${t} status=${r.value} />`}
    ${t&&_`<${yt} health=${t} />`}
    <div class="overview-foot">
      ${r.value&&_`<${St} status=${r.value} health=${t} />`}
      <${nt} />
    </div>
  <//>`}function mt(){document.querySelector(`.overview-foot input`)?.focus()}function ht({health:e,status:t}){let n=e.throttling,r=n?.now??[],i=(n?.since_start??[]).filter(e=>!r.includes(e)),a=vt(e);return _`<div class="admin-warnings">
    ${t?.store.trouble&&_`<p class="alert" role="alert">${m(`admin.trouble`,{reason:t.store.trouble})}</p>`}
    ${(t?.tasks??[]).filter(({state:e})=>e===`failing`).map(({process:e,name:t,error:n})=>_`<p key=${`${e} ${t}`} class="alert" role="alert">${m(`admin.task-failing`,{name:t,reason:n})}</p>`)}
    ${t&&Math.abs(t.clock.off)>=ft&&_`<p class="admin-remark">${_t(t.clock)}</p>`}
    <${gt} certificate=${t?.certificate??null} />
    ${a!==null&&a<10&&_`<p class="alert" role="alert">${m(`admin.disk-scarce`)}</p>`}
    ${r.map(e=>_`<p key=${e} class="alert" role="alert">${m(`admin.flag.${e}.now`)}</p>`)}
    ${i.map(e=>_`<p key=${e} class="admin-remark">${m(`admin.flag.${e}.before`)}</p>`)}
  </div>`}function gt({certificate:e}){if(!e||e.state===`valid`)return null;let{begins:t,ends:n,state:r}=e,i=d(r===`early`?t:n),a=m(dt[r],{day:i});return r===`soon`?_`<p class="admin-remark">${a}</p>`:_`<p class="alert" role="alert">${a}</p>`}function _t({off:e,left:t}){let n=N(Math.abs(e)/1e3);return`${m(e>0?`admin.clock.ahead`:`admin.clock.behind`,{off:n})} ${t===null?m(`admin.clock.synchronised`):m(`admin.clock.later`,{left:N(Math.max(t,ft)/1e3)})}`}function vt({samples:e,disk_total:t}){let n=e.at(-1);return n&&t>0?100*n.disk_free/t:null}function yt({health:e}){let{samples:t,disk_total:n}=e,r=t.at(-1),i=r?.memory?.total,a=vt(e),o=bt(e);return _`<p class="admin-muted" role=${r?void 0:`status`}>${xt(e,o)}</p>
  <ul class="tiles" aria-label=${m(`admin.charts`)}>
    <${$}
      name=${m(`admin.connections`)}
      course=${o}
      values=${t.map(e=>e.connections)}
      others=${t.map(e=>e.online)}
      show=${j}
      least=${4}
      note=${r&&m(`admin.online`,{count:j(r.online)})}
    />
    <${$}
      name=${m(`admin.messages-s`)}
      course=${o}
      values=${t.map(e=>e.messages)}
      show=${e=>j(e,+(e<10))}
    />
    <${$}
      name=${m(`admin.cpu`)}
      course=${o}
      values=${t.map(e=>e.cpu)}
      others=${t.map(e=>e.server_cpu)}
      show=${M}
      least=${100}
      note=${r&&m(`admin.of-it-server`,{share:M(r.server_cpu)})}
    />
    <${$}
      name=${m(`admin.memory`)}
      course=${o}
      values=${t.map(({memory:e})=>e?100*(e.total-e.available)/e.total:null)}
      others=${t.map(({memory:e,server_memory:t})=>e?100*t/e.total:null)}
      show=${M}
      least=${100}
      note=${r&&(i?m(`admin.memory-note`,{total:D(i),server:D(r.server_memory)}):m(`admin.of-it-server`,{share:D(r.server_memory)}))}
    />
    <${$}
      name=${m(`admin.disk`)}
      course=${o}
      values=${t.map(e=>100*(n-e.disk_free)/n)}
      show=${M}
      least=${100}
      limit=${90}
      note=${r&&m(`admin.disk-note`,{free:D(r.disk_free),total:D(n)})}
      bad=${a!==null&&a<10}
    />
    ${t.some(e=>e.temperature!==null)&&_`<${$}
        name=${m(`admin.temperature`)}
        course=${o}
        values=${t.map(e=>e.temperature)}
        show=${se}
        bottom=${20}
        least=${100}
        limit=${80}
        note=${e.throttling?m(e.throttling.now.length>0?`admin.throttled`:`admin.unthrottled`):``}
        bad=${(r?.temperature??0)>=80}
      />`}
  </ul>`}function bt({samples:e,every_s:t}){let n=e.map(({at:e})=>e),r=n.at(-1)??0,i=180*t;return{times:n,from:r-1e3*i,to:r,every:1e3*t,span:N(i)}}function xt({every_s:e},{times:t,from:n,every:r,span:i}){let[a]=t;if(a===void 0)return m(`admin.unmeasured`,{count:j(e)});let o=m(`admin.measured`,{span:i,count:j(e)});return a>n+2*r?`${o} ${m(`admin.measured-since`,{time:l(a)})}`:o}function St({status:e,health:t}){let{users:n,store:r}=e,i=[[m(`admin.address`),e.public_url],[m(`admin.machine`),[t?.model,t&&m(`admin.cores`,{count:t.cpus})].filter(Boolean).join(`, `)],[m(`admin.version`),e.version],[m(`admin.uptime`),N(e.uptime_s)],[m(`admin.accounts`),m(`admin.accounts-of`,{total:j(n.total),disabled:j(n.disabled)})],[m(`admin.conversations`),j(e.conversations)],[m(`admin.messages`),j(e.messages)],[m(`admin.store`),`${r.engine}, ${D(r.size_bytes)}`],[m(`admin.sealing`),e.sealing]];return _`<${B} title=${m(`admin.server`)}><${V} facts=${i.filter(([,e])=>e)} /><//>`}const Ct=Object.freeze({ok:`good`,drift:`bad`,restart:``,"no effect":``,unseen:``,left:``});function wt(){let e=F(),{value:t,error:n}=L(()=>e.tuning(),[e]),r=t?.record;return _`<${z} title=${m(`admin.tuning.title`)} intro=${m(`admin.tuning.intro`)}>
    <${U} error=${n} say=${I} />
    ${!t&&!n&&_`<${H} />`}
    ${t?.status===`untuned`&&_`<p class="admin-remark">${m(`admin.tuning.untuned`)}</p>`}
    ${t?.status===`unreadable`&&_`<p class="admin-remark">${m(`admin.tuning.unreadable`)}</p>`}
    ${r&&_`<${B} title=${m(`admin.tuning.board`)}>
          <${V}
            facts=${[[m(`admin.machine`),r.model||`–`],[m(`admin.tuning.system`),r.title||`–`],[m(`admin.tuning.profile`),r.profile],[m(`admin.tuning.at`),P(r.at)]]}
          />
        <//>
        ${[...Tt(r.knobs)].map(([e,t])=>_`<${B} key=${e} title=${Et(e)}>
            <ul class="admin-plain knobs">
              ${t.map(e=>_`<${Dt} key=${e.name} knob=${e} />`)}
            </ul>
          <//>`)}`}
  <//>`}function Tt(e){let t=/* @__PURE__ */ new Map;for(let n of e)n.state!==`left`&&t.set(n.group,[...t.get(n.group)??[],n]);return t}function Et(e){return{boot:m(`admin.tuning.group.boot`),cpu:m(`admin.tuning.group.cpu`),memory:m(`admin.tuning.group.memory`),network:m(`admin.tuning.group.network`),security:m(`admin.tuning.group.security`),services:m(`admin.tuning.group.services`),storage:m(`admin.tuning.group.storage`)}[e]??e}function Dt({knob:e}){let t=Ct[e.state]??``;return _`<li>
    <span class="row-main">
      <span class="knob-name" lang="en">${e.name}</span>
      <span class="row-sub wrap" lang="en">${e.remark||e.why}</span>
    </span>
    <span class="knob-value">
      <span lang="en">${Ot(e.live??e.desired,e.unit)}</span>
      ${e.live!==null&&e.live!==e.desired&&_`<span class="row-sub">${m(`admin.tuning.wanted`,{value:Ot(e.desired,e.unit)})}</span>`}
    </span>
    <span class=${`tag ${t}`}>${kt(e.state)}</span>
  </li>`}function Ot(e,t){return e===null?`–`:`${e} ${t}`.trim()}function kt(e){return{ok:m(`admin.tuning.state.ok`),drift:m(`admin.tuning.state.drift`),restart:m(`admin.tuning.state.restart`),"no effect":m(`admin.tuning.state.no-effect`),unseen:m(`admin.tuning.state.unseen`)}[e]??e}function At(){let e=F(),t=b().user.value?.id,n=R(async(t,n)=>{let{users:r,more:i}=await e.users({q:t||void 0,after:n,limit:50});return{items:r,more:i}},e=>e.login),r=_`<a class="button quiet" href=${J.importUsers}>${m(`admin.import.title`)}</a>
    <a class="button primary" href=${J.newUser}>${m(`admin.user.add`)}</a>`;return _`<${z} title=${m(`admin.users.title`)} actions=${r}>
    <${W} label=${m(`admin.users.search`)} value=${n.query} onInput=${n.setQuery} />
    <${U} error=${n.error} say=${I} />
    ${!n.items&&!n.error&&_`<${H} />`}
    <ul class="admin-rows" aria-busy=${n.busy} aria-label=${m(`admin.users.title`)}>
      ${n.items?.map(e=>_`<li key=${e.id}>
          <a class=${e.disabled?`admin-row disabled`:`admin-row`} href=${J.user(e.id)}>
            <${f} id=${e.id} name=${e.name} avatar=${e.avatar} />
            <span class="row-main">
              <span class="row-title">
                <bdi>${e.name}</bdi>${e.id===t&&_` <span class="admin-me">${m(`people.me`)}</span>`}
              </span>
              <span class="row-sub">@${e.login}</span>
            </span>
            ${e.role!==`member`&&_`<span class="tag">${m(`admin.role.${e.role}`)}</span>`}
            ${e.disabled&&_`<span class="tag warn">${m(`admin.user.disabled`)}</span>`}
            <${q} name="next" />
          </a>
        </li>`)}
    </ul>
    ${n.items?.length===0&&_`<p class="empty-note" role="status">${m(`people.none`)}</p>`}
    ${n.more&&_`<button type="button" class="button quiet admin-more" disabled=${n.busy} onClick=${n.loadMore}>
        ${m(`people.more`)}
      </button>`}
  <//>`}function jt({id:e}){let t=F(),n=b().user.value,{value:r,error:i,reload:a}=L(()=>t.user(e),[t,e]),o=r!==null&&(n?.role===`owner`||r.role!==`owner`);return _`<${z} title=${r?.name??m(`admin.users.title`)} back=${J.users}>
    <${U} error=${i} say=${I} />
    ${!r&&!i&&_`<${H} />`}
    ${r&&_`<${B} title=${m(`admin.user.about`)}>
          <div class="admin-profile">
            <${f} id=${r.id} name=${r.name} avatar=${r.avatar} size="large" />
            <${V} facts=${Mt(r)} />
          </div>
          ${o&&r.avatar&&_`<${be}
              name=${r.name}
              onRemove=${async()=>{await t.removeUserAvatar(r.id),await a()}}
            />`}
        <//>
        ${!o&&_`<p class="admin-remark">${m(`admin.user.owners-only`)}</p>`}
        ${o&&_`<${Nt} user=${r} onChanged=${a} />`}
        ${o&&r.id!==n?.id&&_`<${Pt} user=${r} mine=${n?.role??`admin`} onChanged=${a} />`}
        ${r.id===n?.id&&_`<p class="admin-remark">${m(`admin.user.yourself`)}</p>`}
        <${Ft} user=${r} />`}
  <//>`}function Mt(e){return[[m(`link.login`),_`<bdi>@${e.login}</bdi>`],[m(`admin.role`),m(`admin.role.${e.role}`)],[m(`admin.user.state`),m(e.disabled?`admin.user.disabled`:`admin.user.enabled`)],[m(`admin.user.since`),ce(e.created_at)],[m(`admin.conversations`),j(e.conversations)]]}function Nt({user:e,onChanged:t}){let n=F(),[r,i]=p(e.name),{busy:a,error:o,run:s}=C(async()=>{await n.changeUser(e.id,{name:r.trim()}),await t()}),c=r.trim()!==``&&r.trim()!==e.name;return _`<${B} title=${m(`admin.user.name`)}>
    <form
      class="admin-line"
      onSubmit=${e=>{e.preventDefault(),c&&s()}}
    >
      <${S}
        label=${m(`admin.user.shown`)}
        error=${o?I(o):void 0}
        value=${r}
        onInput=${i}
        autocomplete="off"
        maxlength=${100}
      />
      <button class="button quiet" disabled=${a||!c}>${m(`group.rename`)}</button>
    </form>
  <//>`}function Pt({user:e,mine:t,onChanged:n}){let r=F(),[i,a]=p(null),[o,s]=p(e.role),[c,l]=p(null),{busy:u,error:d,run:f}=C(async e=>{await e(),await n()}),h={name:e.name},g=()=>l(null);return _`<${B} title=${m(`admin.role`)}>
      <${U} error=${d} say=${I} />
      <${qe}
        legend=${m(`admin.user.may`)}
        value=${o}
        mine=${t}
        onChoose=${s}
      />
      <button
        type="button"
        class="button quiet"
        disabled=${u||o===e.role}
        onClick=${()=>f(()=>r.changeUser(e.id,{role:o}))}
      >
        ${m(`admin.role.save`)}
      </button>
    <//>
    <${B} title=${m(`admin.user.access`)}>
      ${i&&_`<${We} key=${i.code} link=${i} purpose=${m(`admin.link.password`,{login:e.login})} />`}
      <div class="admin-choices">
        <div>
          <p>${m(`admin.user.reset-note`)}</p>
          <button
            type="button"
            class="button quiet"
            disabled=${u}
            onClick=${()=>f(async()=>a(await r.passwordLink(e.id)))}
          >
            ${m(`admin.user.reset`)}
          </button>
        </div>
        <div>
          <p>${m(e.disabled?`admin.user.enable-note`:`admin.user.disable-note`)}</p>
          ${e.disabled?_`<button
                  type="button"
                  class="button quiet"
                  disabled=${u}
                  onClick=${()=>f(()=>r.changeUser(e.id,{disabled:!1}))}
                >
                  ${m(`admin.user.enable`)}
                </button>`:_`<button type="button" class="button danger" onClick=${()=>l(`disable`)}>
                  ${m(`admin.user.disable`)}
                </button>`}
        </div>
        <div>
          <p>${m(`admin.user.remove-note`)}</p>
          <button type="button" class="button danger" onClick=${()=>l(`remove`)}>
            ${m(`admin.user.remove`)}
          </button>
        </div>
      </div>
    <//>
    ${c===`disable`&&_`<${Y}
        title=${m(`admin.user.disable-ask`,h)}
        text=${m(`admin.user.disable-note`)}
        action=${m(`admin.user.disable`)}
        onConfirm=${async()=>{await r.changeUser(e.id,{disabled:!0}),await n()}}
        onClose=${g}
      />`}
    ${c===`remove`&&_`<${Y}
        title=${m(`admin.user.remove-ask`,h)}
        text=${m(`admin.user.remove-note`)}
        action=${m(`admin.user.remove`)}
        onConfirm=${async()=>{await r.removeUser(e.id),y(J.users,{replace:!0})}}
        onClose=${g}
      />`}`}function Ft({user:e}){return _`<${B} title=${m(`admin.user.devices`)}>
    ${e.sessions.length===0&&_`<p class="admin-muted">${m(`admin.user.no-devices`)}</p>`}
    <ul class="admin-plain">
      ${e.sessions.map(e=>_`<li key=${e.id}>
          <span class="row-main">
            <span class="row-title"><bdi>${e.device||m(`admin.user.device`)}</bdi></span>
            <span class="row-sub">${m(`admin.user.last-seen`,{when:P(e.last_seen_at)})}</span>
          </span>
          ${e.online&&_`<span class="tag good">${m(`admin.user.online`)}</span>`}
        </li>`)}
    </ul>
  <//>`}t({en:k,zh:oe});function It({section:t,item:n}){let r=b(),i=e(()=>new ae(r.api),[r]);return r.user.value?.role===`member`?_`<${zt} />`:_`<${le.Provider} value=${i}>
    <div class="admin">
      <${$e} section=${t} />
      <main class="admin-main">
        ${n!==`import`&&_`<${Pe} enrolment=${_e(r)} />`}
        ${Lt(t,Rt(n))}
      </main>
    </div>
  <//>`}function Lt(e,t){switch(e){case`users`:return t===`new`?_`<${tt} />`:t===`import`?_`<${Be} />`:t?_`<${jt} key=${t} id=${t} />`:_`<${At} />`;case`invites`:return _`<${Ye} />`;case`groups`:return t===`new`?_`<${et} />`:t?_`<${xe} key=${t} id=${t} />`:_`<${ye} />`;case`tuning`:return _`<${wt} />`;case`audit`:return _`<${ue} />`;default:return _`<${pt} />`}}function Rt(e){try{return decodeURIComponent(e)}catch{return e}}function zt(){return _`<main class="starting">
    <h1>${m(`admin.title`)}</h1>
    <p>${m(`admin.not-yours`)}</p>
    <a class="button primary" href=${ee.home}>${m(`conversation.to-list`)}</a>
  </main>`}export{It as Admin};
