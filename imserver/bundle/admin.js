/* Made by scripts/bundle from imserver/web/, where the sources and licences are. */
import{B as e,Bt as t,Dt as n,Et as r,F as i,It as a,Lt as o,Mt as s,Ot as c,P as l,Pt as u,Rt as d,Tt as f,Ut as p,Vt as m,Xt as h,_ as g,bt as _,ct as v,ft as y,n as b,qt as ee,t as x,ut as S,vt as C,wt as te,xt as ne,yt as re,z as w,zt as T}from"./main.js";import{R as E,U as ie,V as ae,z as D}from"./later.js";var oe=class{#e;constructor(e){this.#e=e}status(){return this.#t(`GET`,`/status`)}renameServer(e){return this.#t(`PATCH`,`/server`,{body:{name:e}})}health(e){return this.#t(`GET`,`/health`,{query:{since:e}})}tuning(){return this.#t(`GET`,`/tuning`)}audit(e){return this.#t(`GET`,`/audit`,{query:e})}users(e){return this.#t(`GET`,`/users`,{query:e})}user(e){return this.#t(`GET`,`/users/${encodeURIComponent(e)}`)}addUser(e){return this.#t(`POST`,`/users`,{body:e})}changeUser(e,t){return this.#t(`PATCH`,`/users/${e}`,{body:t})}removeUserAvatar(e){return this.#t(`DELETE`,`/users/${e}/avatar`)}removeGroupAvatar(e){return this.#t(`DELETE`,`/groups/${e}/avatar`)}removeUser(e){return this.#t(`DELETE`,`/users/${e}`)}passwordLink(e){return this.#t(`POST`,`/users/${e}/link`)}readRoster(e,t){return this.#t(`POST`,`/users/roster`,{body:{content:e,encoding:t}})}importUsers(e,t){return this.#t(`POST`,`/users/import`,{body:{rows:e,partial:!0,resume:t}})}renewLinks(e){return this.#t(`POST`,`/users/links`,{body:{logins:e}})}invites(){return this.#t(`GET`,`/invites`)}invite(e){return this.#t(`POST`,`/invites`,{body:e})}revokeInvite(e){return this.#t(`DELETE`,`/invites/${e}`)}groups(e){return this.#t(`GET`,`/groups`,{query:e})}group(e,t){return this.#t(`GET`,`/groups/${encodeURIComponent(e)}`,{query:t})}addGroup(e,t,n){return this.#t(`POST`,`/groups`,{body:{title:e,members:t,client_id:n}})}addMembers(e,t,n){return this.#t(`POST`,`/groups/${e}/members`,{body:{users:t,role:n}})}removeMember(e,t){return this.#t(`DELETE`,`/groups/${e}/members/${t}`)}removeGroup(e){return this.#t(`DELETE`,`/conversations/${e}`)}#t(e,t,n){return this.#e.request(e,`/admin${t}`,n)}};const O={"admin.not-yours":`Only owners and admins of this server can administer it.`,"admin.loading":`Loading`,"admin.cancel":`Cancel`,"admin.remove":`Remove`,"admin.copy":`Copy`,"admin.copied":`Copied`,"admin.just-now":`less than a minute`,"admin.days.one":`{count} day`,"admin.days.other":`{count} days`,"admin.hours.one":`{count} hour`,"admin.hours.other":`{count} hours`,"admin.minutes.one":`{count} minute`,"admin.minutes.other":`{count} minutes`,"admin.role":`Role`,"admin.role.save":`Save role`,"admin.role.member":`Member`,"admin.role.admin":`Admin`,"admin.role.owner":`Owner`,"admin.role.member.may":`Can chat. Can’t open the administration.`,"admin.role.admin.may":`Can also manage accounts, invites and groups. Can’t change owners.`,"admin.role.owner.may":`Can do everything, and make others owners.`,"admin.link":`Link`,"admin.link.valid":`Valid until {until}`,"admin.link.password":`Link for @{login} to choose a password. It works once and is shown only now:`,"admin.link.invite":`Link to join {server}. It is shown only now:`,"admin.overview.title":`Overview`,"admin.charts":`Now and recently`,"admin.chart":`{name}: between {lowest} and {highest} in the last {span}`,"admin.measured":`The last {span}, measured every {count} seconds.`,"admin.measured-since":`No data before {time}.`,"admin.unmeasured":`Nothing has been measured yet. The first values appear within {count} seconds.`,"admin.unavailable":`Not available here`,"admin.connections":`Connections`,"admin.online":`people online: {count}`,"admin.messages-s":`Messages per second`,"admin.cpu":`Processor`,"admin.memory":`Memory`,"admin.disk":`Disk`,"admin.temperature":`Temperature`,"admin.server-share":`the messenger: {share}`,"admin.memory-note":`the messenger: {server}, of {total} in all`,"admin.disk-note":`{free} free of {total}`,"admin.throttled":`Throttled now`,"admin.unthrottled":`Not throttled`,"admin.disk-scarce":`The disk is almost full. Free up some space: without it nobody can send anything.`,"admin.certificate.early":`The certificate isn’t valid until {day}: browsers show a warning. Check the machine’s clock.`,"admin.certificate.ended":`The certificate expired on {day}: browsers show a warning. Run the playbook again, or renew your own certificate.`,"admin.certificate.soon":`The certificate expires on {day}. Run the playbook again before then, or renew your own certificate.`,"admin.certificate.urgent":`The certificate expires on {day}; after that browsers show a warning. Run the playbook again, or renew your own certificate.`,"admin.clock.ahead":`The machine’s clock is {off} ahead of server time. Nothing is deleted and nobody is signed out because of it.`,"admin.clock.behind":`The machine’s clock is {off} behind server time. Nothing is deleted and nobody is signed out because of it.`,"admin.clock.later":`If nothing changes, the machine’s clock is adopted in {left}.`,"admin.clock.synchronised":`The clock is adopted once time servers have set it: connect the machine to the internet, or set its clock.`,"admin.trouble":`Nothing can be saved at the moment: {reason}`,"admin.task-failing":`The background task “{name}” fails, and is tried again: {reason}`,"admin.flag.voltage.now":`The voltage is too low. Use the official power supply and a short cable.`,"admin.flag.clock.now":`The processor is slowed down because of low voltage. Use the official power supply.`,"admin.flag.throttled.now":`The board is throttled because it is too hot or short of power. Improve its cooling, and use the official power supply.`,"admin.flag.heat.now":`The board is close to its temperature limit. Add a heat sink or a fan.`,"admin.flag.voltage.before":`The voltage was too low at some point since startup.`,"admin.flag.clock.before":`The processor was slowed down at some point since startup.`,"admin.flag.throttled.before":`The board was throttled at some point since startup.`,"admin.flag.heat.before":`The temperature limit was reached at some point since startup.`,"admin.server":`This server`,"admin.address":`Address`,"admin.machine":`Machine`,"admin.cores":`processor cores: {count}`,"admin.version":`Version`,"admin.uptime":`Uptime`,"admin.accounts":`Accounts`,"admin.accounts-of":`{total}, {disabled} disabled`,"admin.conversations":`Conversations`,"admin.messages":`Messages`,"admin.store":`Storage`,"admin.server-name":`What everyone sees, also in invites`,"admin.encryption":`Encryption at rest`,"admin.users.title":`People`,"admin.users.search":`Search by name or login`,"admin.user.add":`Add person`,"admin.user.added":`{name} was added`,"admin.user.open":`Open account`,"admin.user.login-hint":`What they sign in with, such as “maria”.`,"admin.user.name":`Name`,"admin.user.shown":`What others see`,"admin.user.how":`You’ll get a link for them to choose their own password.`,"admin.user.about":`Account`,"admin.user.state":`Status`,"admin.user.enabled":`active`,"admin.user.disabled":`disabled`,"admin.user.since":`Created`,"admin.user.owners-only":`Only an owner can change an owner’s account.`,"admin.user.yourself":`This is your own account. Only another administrator can change its role and access.`,"admin.user.may":`What this person can do on the server`,"admin.user.access":`Access`,"admin.user.reset":`New password link`,"admin.user.reset-note":`Forgot the password? A link lets them choose a new one. Until it is used, the old one still works.`,"admin.user.disable":`Disable`,"admin.user.disable-ask":`Disable {name}?`,"admin.user.disable-note":`Signs out all their devices and keeps them from signing in. Messages stay, and this can be undone.`,"admin.user.enable":`Enable`,"admin.user.enable-note":`This account is disabled. Enable it to let the person sign in again.`,"admin.avatar.remove":`Remove picture`,"admin.avatar.remove-ask":`Remove {name}’s picture?`,"admin.avatar.remove-note":`Everyone sees letters instead. Another picture can be chosen at any time.`,"admin.user.remove":`Remove account`,"admin.user.remove-ask":`Remove {name} permanently?`,"admin.user.remove-note":`Removes the account permanently and frees its login. What the person wrote stays. This can’t be undone.`,"admin.user.devices":`Devices`,"admin.user.device":`Unnamed device`,"admin.user.no-devices":`Not signed in anywhere.`,"admin.user.last-seen":`last seen {when}`,"admin.user.online":`online`,"admin.import.read-as":`Read as {encoding}.`,"admin.import.guessed":`Read as {encoding}, which is a guess. Do names look wrong? Choose another encoding.`,"admin.import.beginning":`First lines of the file`,"admin.import.no-header":`The first line has no column names, so the columns are read as login and name.`,"admin.import.ignored":`These columns are ignored: {columns}`,"admin.import.groups-note":`People are added to the groups with these titles. Those that don’t exist are created, with you as owner.`,"admin.import.foreign":`These groups already exist and belong to someone else: {groups}. If you mean others, change their titles in the file.`,"admin.import.copy-links":`Copy links`,"admin.import.print":`Print`,"admin.import.unsaved":`Discard the links?`,"admin.import.unsaved-text":`The links of this import haven’t been saved. They can’t be shown again: each person would need a new one.`,"admin.import.discard":`Discard`,"admin.import.unsaved-note":`The links of your import aren’t saved yet.`,"admin.import.going-on":`Your import is still running.`,"admin.import.to-links":`Back to the import`,"admin.problem.empty":`The file is empty. Write one account on each line.`,"admin.problem.utf-32":`The file is in UTF-32, which can’t be read. Save it as “CSV UTF-8”.`,"admin.problem.encoding":`Line {line} isn’t in this encoding. Choose another one, or save the file as “CSV UTF-8”.`,"admin.problem.quotes":`Line {line} isn’t valid CSV: put a value with quotes or line breaks in double quotes, and double those inside it.`,"admin.problem.header":`The first line doesn’t name the columns. Add one such as “login,name,group” above the others.`,"admin.problem.column":`The column “{value}” is unknown. Did you mean “{meant}”?`,"admin.problem.twice":`The column “{value}” appears twice. Remove one.`,"admin.problem.login":`There is no column “login”. Give that name to the column with the logins.`,"admin.problem.login-unknown":`There is no column “login”. Give that name to the column with the logins. Unknown columns: {value}`,"admin.row.bad_request.group":`There are several groups called “{value}”. Rename one of them.`,"admin.row.login_taken.earlier":`The login “{value}” is already on line {earlier}. Remove one, or choose another login.`,"admin.row.login_taken.holder":`The login “{value}” belongs to {holder}. If this line is about someone else, choose another login.`,"admin.row.login_confusable.earlier":`The login “{value}” looks too much like the one on line {earlier}. Choose another login.`,"admin.row.login_invalid.none":`The login is missing. Add one.`,"admin.row.name_invalid":`“{value}” can’t be a name: use 1 to 100 visible characters.`,"admin.row.title_invalid":`“{value}” can’t be the title of a group: use 1 to 100 visible characters.`,"admin.row.too_many":`The group “{value}” would have too many members. Split it.`,"admin.row.too_many.none":`This line has more than 20 groups. Remove some.`,"admin.row.password_weak":`The password is too short, the same as the login, or begins or ends with a space. Use 8 to 256 characters.`,"admin.import.existing.one":`{count} person already has an account`,"admin.import.existing.other":`{count} people already have an account`,"admin.import.renew-note":`Did their links get lost? People who haven’t chosen a password yet get new ones; their earlier links stop working.`,"admin.import.existing-note":`These accounts already match their lines: {logins}`,"admin.import.complete-note":`Was an import of this list interrupted? Complete it: missing accounts are created, everyone is added to the groups on their line, and people who haven’t chosen a password get new links.`,"admin.import.complete":`Complete import`,"admin.import.completed.one":`{count} account is complete.`,"admin.import.completed.other":`{count} accounts are complete.`,"admin.import.renew":`Create new links`,"admin.import.renewed.one":`{count} new link was created. The others need none.`,"admin.import.renewed.other":`{count} new links were created. The others need none.`,"admin.import.title":`Import a list`,"admin.import.file":`CSV file`,"admin.import.how":`A table saved as CSV, whose first line names the columns: login, and any of name, role, password, group. Accounts without a password get a link to choose one. Nothing is created before you have seen a preview.`,"admin.import.sample":`Example`,"admin.import.example":`login,name,role,group
maria,Maria Lopez,,Class 3b
wang.fang,王芳,admin,Class 3b;Choir`,"admin.import.choose":`Choose file`,"admin.import.choose-other":`Choose another file`,"admin.import.encoding":`Encoding`,"admin.import.automatic":`Automatic`,"admin.import.too-long":`The file is too long: at most 5,000 lines at once. Split it.`,"admin.import.preview":`Preview`,"admin.import.problems":`Lines with problems`,"admin.import.line":`Line`,"admin.import.at-line":`Line {line}`,"admin.import.given":`in the file`,"admin.import.by-link":`by link`,"admin.import.valid.one":`{count} account can be created.`,"admin.import.valid.other":`{count} accounts can be created.`,"admin.import.invalid.one":`{count} line has a problem and is skipped.`,"admin.import.invalid.other":`{count} lines have problems and are skipped.`,"admin.import.begin.one":`Create {count} account`,"admin.import.begin.other":`Create {count} accounts`,"admin.import.begin-valid.one":`Create the {count} valid account`,"admin.import.begin-valid.other":`Create the {count} valid accounts`,"admin.import.running":`Creating accounts`,"admin.import.done":`Import finished`,"admin.import.created.one":`{count} account was created.`,"admin.import.created.other":`{count} accounts were created.`,"admin.import.continue.one":`Continue with the last {count}`,"admin.import.continue.other":`Continue with the other {count}`,"admin.import.save-links":`Save links as CSV`,"admin.import.to-users":`View people`,"admin.import.another":`Import another list`,"admin.import.links":`Links to hand out`,"admin.import.links-note":`Each works once. They are shown only in this window: save, copy or print them before you close it.`,"admin.row.bad_request":`“{value}” isn’t a role. Write member, admin or owner, or leave it empty.`,"admin.row.csv_invalid":`There are more values than columns, such as “{value}”. Put values with a comma in double quotes.`,"admin.row.forbidden":`Only an owner can make owners.`,"admin.row.login_taken":`The login “{value}” is taken. Choose another one.`,"admin.row.login_confusable":`The login “{value}” looks too much like an existing one. Choose another one.`,"admin.row.login_mixed":`The login “{value}” mixes several alphabets. Use letters from one only.`,"admin.row.login_reserved":`The login “{value}” has a special meaning. Choose another one.`,"admin.row.login_invalid":`“{value}” can’t be a login: use letters, digits, dots, hyphens, underscores or @, without spaces and with at least one letter or digit.`,"admin.number":`Enter a number from 1 to {max}.`,"admin.invites.title":`Invites`,"admin.invites.intro":`Anyone with an invite link can create an account on this server.`,"admin.invites.new":`New invite`,"admin.invites.uses":`Number of people`,"admin.invites.days":`Days until it expires`,"admin.invites.make":`Create link`,"admin.invites.open":`Open invites`,"admin.invites.none":`There are no open invites.`,"admin.invites.left.one":`{count} use left`,"admin.invites.left.other":`{count} uses left`,"admin.invites.by":`· by {name}`,"admin.invites.by-local":`· by someone at the server, with imctl`,"admin.invites.copy-text":`Copy invitation`,"admin.invites.with-text":`Invitation with the link`,"admin.invites.message":`You’re invited to {server}. Open this link to create your account: {url}`,"admin.invites.revoke":`Revoke`,"admin.invites.revoke-that":`Revoke the invite {hint}…`,"admin.groups.title":`Groups`,"admin.groups.search":`Search by name`,"admin.groups.none":`There are no groups yet.`,"admin.groups.not-found":`No groups found.`,"admin.groups.messages.one":`{count} message`,"admin.groups.messages.other":`{count} messages`,"admin.groups.new-note":`The first person you choose becomes the owner.`,"admin.groups.about":`Group`,"admin.groups.people":`Members`,"admin.groups.role-of":`Role of {name}`,"admin.groups.remove-member":`Remove {name}`,"admin.groups.remove":`Delete group`,"admin.groups.remove-ask":`Delete “{title}”?`,"admin.groups.remove-note":`The group and all its messages are deleted, for everybody. This can’t be undone.`,"admin.tuning.title":`Tuning`,"admin.tuning.intro":`How the system is set, as of the last change. Change it with imctl tune.`,"admin.tuning.untuned":`This machine isn’t tuned, or was tuned before this page could show it. Run “sudo imctl tune apply” on the node to tune it.`,"admin.tuning.unreadable":`There is a record of the tuning, but it can’t be read from here. Run “imctl tune show” on the node to see it.`,"admin.tuning.board":`Machine`,"admin.tuning.system":`System`,"admin.tuning.profile":`Profile`,"admin.tuning.at":`Last change`,"admin.tuning.expected":`expected: {value}`,"admin.tuning.group.boot":`Boot`,"admin.tuning.group.cpu":`Processor`,"admin.tuning.group.memory":`Memory`,"admin.tuning.group.network":`Network`,"admin.tuning.group.security":`Security`,"admin.tuning.group.services":`Services`,"admin.tuning.group.storage":`Storage`,"admin.tuning.state.ok":`as expected`,"admin.tuning.state.drift":`differs`,"admin.tuning.state.restart":`after a restart`,"admin.tuning.state.no-effect":`no effect here`,"admin.tuning.state.unseen":`not visible`,"admin.audit.title":`Audit log`,"admin.audit.intro":`What administrators changed: on this page, with imctl, or over the API. Kept for a year.`,"admin.audit.search":`Search by name, action or address`,"admin.audit.none":`No entries found.`,"admin.audit.local":`on the server`,"admin.audit.socket":`Someone at the server`,"admin.audit.token":`API token “{name}”`,"admin.action.user.created":`added`,"admin.action.user.renamed":`renamed`,"admin.action.user.role":`changed the role of`,"admin.action.user.disabled":`disabled`,"admin.action.user.enabled":`enabled`,"admin.action.user.password":`set a password for`,"admin.action.user.link":`created a password link for`,"admin.action.user.removed":`removed`,"admin.action.user.unpictured":`removed the picture of`,"admin.action.invite.created":`created an invite`,"admin.action.invite.revoked":`revoked an invite`,"admin.action.group.created":`created the group`,"admin.action.group.joined":`added {user} to`,"admin.action.group.left":`removed {user} from`,"admin.action.group.role":`made {user} {role} of`,"admin.action.group.unpictured":`removed the picture of the group`,"admin.action.conversation.removed":`deleted the conversation`,"admin.action.token.created":`created the API token`,"admin.action.token.removed":`revoked the API token`,"admin.action.webhook.added":`added the webhook`,"admin.action.webhook.removed":`removed the webhook`,"admin.action.webhook.enabled":`enabled the webhook`,"admin.action.key.rotated":`created a new encryption key`,"admin.action.search.rebuilt":`rebuilt the search index`,"admin.action.setup.link":`created a set-up link`,"admin.action.server.renamed":`named the server`,"admin.detail.role":`role`,"admin.detail.uses":`uses`,"admin.detail.days":`days`,"admin.detail.members":`members`,"admin.detail.key":`number`,"admin.detail.by":`created by`,"admin.error.bad_request":`This isn’t valid: {message}`,"admin.error.csv_invalid":`This isn’t a CSV file with column names in the first line. {message}`,"admin.error.last_owner":`There must be at least one owner: make someone else an owner first.`,"admin.error.forbidden":`Your role doesn’t allow this: only an owner can change owners.`,"admin.error.not_found":`This no longer exists. Reload the page.`,"admin.error.too_many":`That’s too much at once. {message}`,"admin.error.unknown_user":`This account doesn’t exist, or was removed.`,"admin.error.unknown_conversation":`This group doesn’t exist, or was deleted.`},se={"admin.not-yours":`只有服务器的所有者和管理员才能进行管理。`,"admin.loading":`正在加载`,"admin.cancel":`取消`,"admin.remove":`移出`,"admin.copy":`复制`,"admin.copied":`已复制`,"admin.just-now":`不到一分钟`,"admin.days.one":`{count} 天`,"admin.days.other":`{count} 天`,"admin.hours.one":`{count} 小时`,"admin.hours.other":`{count} 小时`,"admin.minutes.one":`{count} 分钟`,"admin.minutes.other":`{count} 分钟`,"admin.role":`角色`,"admin.role.save":`保存角色`,"admin.role.member":`成员`,"admin.role.admin":`管理员`,"admin.role.owner":`所有者`,"admin.role.member.may":`可以聊天，看不到管理页面。`,"admin.role.admin.may":`还可以管理账号、邀请和群组，但不能更改所有者。`,"admin.role.owner.may":`拥有全部权限，也可以任命其他所有者。`,"admin.link":`链接`,"admin.link.valid":`有效期至 {until}`,"admin.link.password":`@{login} 用此链接设置密码。链接只能用一次，且仅在此显示一次：`,"admin.link.invite":`加入 {server} 的邀请链接，仅在此显示一次：`,"admin.overview.title":`概览`,"admin.charts":`当前与近期`,"admin.chart":`{name}：最近 {span} 在 {lowest} 至 {highest} 之间`,"admin.measured":`最近 {span}，每 {count} 秒测量一次。`,"admin.measured-since":`{time} 之前没有数据。`,"admin.unmeasured":`尚无测量数据，首次数据将在 {count} 秒内显示。`,"admin.unavailable":`此处不可见`,"admin.connections":`连接数`,"admin.online":`在线人数：{count}`,"admin.messages-s":`每秒消息数`,"admin.cpu":`处理器`,"admin.memory":`内存`,"admin.disk":`磁盘`,"admin.temperature":`温度`,"admin.server-share":`其中聊天服务：{share}`,"admin.memory-note":`其中聊天服务：{server}，共 {total}`,"admin.disk-note":`剩余 {free}，共 {total}`,"admin.throttled":`正在降频`,"admin.unthrottled":`未降频`,"admin.disk-scarce":`磁盘空间即将用尽，请尽快清理：空间不足时将无法发送消息。`,"admin.certificate.early":`证书要到 {day} 才生效，浏览器会显示警告。请检查设备的时钟是否正确。`,"admin.certificate.ended":`证书已于 {day} 过期，浏览器会显示警告。请重新运行 playbook；如使用自备证书，请续期。`,"admin.certificate.soon":`证书将于 {day} 到期。请在此之前重新运行 playbook；如使用自备证书，请续期。`,"admin.certificate.urgent":`证书将于 {day} 到期，之后浏览器会显示警告。请重新运行 playbook；如使用自备证书，请续期。`,"admin.clock.ahead":`设备的时钟比服务器时间快 {off}。不会因此删除任何内容，也不会有人因此被登出。`,"admin.clock.behind":`设备的时钟比服务器时间慢 {off}。不会因此删除任何内容，也不会有人因此被登出。`,"admin.clock.later":`如果保持不变，将在 {left} 后采用设备的时钟。`,"admin.clock.synchronised":`时钟经时间服务器校准后才会采用：请将设备接入互联网，或手动设置时钟。`,"admin.trouble":`目前无法保存数据：{reason}`,"admin.task-failing":`后台任务“{name}”出错，正在重试：{reason}`,"admin.flag.voltage.now":`电压过低，请使用官方电源和较短的电源线。`,"admin.flag.clock.now":`因供电不足，处理器频率受限，请使用官方电源。`,"admin.flag.throttled.now":`因过热或供电不足，主板正在降频。请改善散热并使用官方电源。`,"admin.flag.heat.now":`主板温度接近上限，请加装散热片或风扇。`,"admin.flag.voltage.before":`启动以来曾出现电压过低。`,"admin.flag.clock.before":`启动以来处理器频率曾受限。`,"admin.flag.throttled.before":`启动以来主板曾降频。`,"admin.flag.heat.before":`启动以来温度曾达到上限。`,"admin.server":`本服务器`,"admin.address":`地址`,"admin.machine":`设备`,"admin.cores":`处理器核心数：{count}`,"admin.version":`版本`,"admin.uptime":`已运行`,"admin.accounts":`账号`,"admin.accounts-of":`共 {total} 个，已停用 {disabled} 个`,"admin.conversations":`会话`,"admin.messages":`消息`,"admin.store":`存储`,"admin.server-name":`所有人看到的名称，邀请中也会显示`,"admin.encryption":`磁盘加密`,"admin.users.title":`用户`,"admin.users.search":`按姓名或账号搜索`,"admin.user.add":`添加用户`,"admin.user.added":`已添加“{name}”`,"admin.user.open":`打开该账号`,"admin.user.login-hint":`登录时使用的账号名，例如“maria”。`,"admin.user.name":`姓名`,"admin.user.shown":`其他人看到的名字`,"admin.user.how":`您将得到一个链接，由对方自行设置密码。`,"admin.user.about":`账号信息`,"admin.user.state":`状态`,"admin.user.enabled":`正常`,"admin.user.disabled":`已停用`,"admin.user.since":`创建于`,"admin.user.owners-only":`只有所有者才能更改所有者的账号。`,"admin.user.yourself":`这是您自己的账号，角色和权限需由其他管理员更改。`,"admin.user.may":`该用户在服务器上的权限`,"admin.user.access":`登录权限`,"admin.user.reset":`生成重设密码链接`,"admin.user.reset-note":`忘记密码？可通过链接重新设置。链接使用前，旧密码仍然有效。`,"admin.user.disable":`停用`,"admin.user.disable-ask":`停用“{name}”？`,"admin.user.disable-note":`将退出该用户的所有设备并禁止登录。消息会保留，且可以恢复。`,"admin.user.enable":`启用`,"admin.user.enable-note":`该账号已停用，启用后对方可重新登录。`,"admin.avatar.remove":`移除头像`,"admin.avatar.remove-ask":`移除“{name}”的头像？`,"admin.avatar.remove-note":`所有人将看到文字头像。之后可随时重新选择头像。`,"admin.user.remove":`删除账号`,"admin.user.remove-ask":`永久删除“{name}”？`,"admin.user.remove-note":`永久删除账号并释放账号名，对方发过的消息会保留。此操作无法撤销。`,"admin.user.devices":`设备`,"admin.user.device":`未命名设备`,"admin.user.no-devices":`没有已登录的设备。`,"admin.user.last-seen":`上次使用：{when}`,"admin.user.online":`在线`,"admin.import.read-as":`已按 {encoding} 读取。`,"admin.import.guessed":`已按 {encoding} 读取（自动推测）。若姓名显示有误，请选择其他编码。`,"admin.import.beginning":`文件开头`,"admin.import.no-header":`首行没有列名，已按“账号、姓名”的顺序读取。`,"admin.import.ignored":`以下列不会导入：{columns}`,"admin.import.groups-note":`这些成员会加入同名群组；没有同名群组时将新建，群主为您。`,"admin.import.foreign":`以下群组已存在，且由他人管理：{groups}。若不是指这些群组，请在文件中改用其他名称。`,"admin.import.copy-links":`复制链接`,"admin.import.print":`打印`,"admin.import.unsaved":`放弃这些链接？`,"admin.import.unsaved-text":`本次导入的链接尚未保存，放弃后无法再次查看，只能为每个人重新生成。`,"admin.import.discard":`放弃`,"admin.import.unsaved-note":`导入生成的链接尚未保存。`,"admin.import.going-on":`导入仍在进行。`,"admin.import.to-links":`返回导入页面`,"admin.problem.empty":`文件是空的。请每行填写一个账号。`,"admin.problem.utf-32":`文件采用 UTF-32 编码，无法读取。请另存为“CSV UTF-8”。`,"admin.problem.encoding":`第 {line} 行不符合该编码。请选择其他编码，或将文件另存为“CSV UTF-8”。`,"admin.problem.quotes":`第 {line} 行不是有效的 CSV：含引号或换行的值须用双引号括起，其中的双引号须写两次。`,"admin.problem.header":`首行没有列名。请在最前面加一行，例如“账号,姓名,班级”。`,"admin.problem.column":`无法识别列“{value}”，是否应为“{meant}”？`,"admin.problem.twice":`列“{value}”出现了两次，请删除其中一列。`,"admin.problem.login":`缺少“账号”列。请把账号所在的列命名为“账号”。`,"admin.problem.login-unknown":`缺少“账号”列。请把账号所在的列命名为“账号”。无法识别的列：{value}`,"admin.row.bad_request.group":`有多个名为“{value}”的群组，请先修改其中一个的名称。`,"admin.row.login_taken.earlier":`账号名“{value}”与第 {earlier} 行重复。请删除其中一行，或换一个账号名。`,"admin.row.login_taken.holder":`账号名“{value}”属于“{holder}”。若此行是另一个人，请换一个账号名。`,"admin.row.login_confusable.earlier":`账号名“{value}”与第 {earlier} 行的看起来太像，请换一个。`,"admin.row.login_invalid.none":`缺少账号名，请填写。`,"admin.row.name_invalid":`“{value}”不能作为姓名：请使用 1 至 100 个可见字符。`,"admin.row.title_invalid":`“{value}”不能作为群组名称：请使用 1 至 100 个可见字符。`,"admin.row.too_many":`群组“{value}”的成员将超过上限，请分成多个群组。`,"admin.row.too_many.none":`此行的群组超过 20 个，请删减。`,"admin.row.password_weak":`密码过短、与账号名相同，或首尾有空格。请使用 8 至 256 个字符。`,"admin.import.existing.one":`{count} 人已有账号`,"admin.import.existing.other":`{count} 人已有账号`,"admin.import.renew-note":`链接丢失了？可为尚未设置密码的人重新生成；他们之前的链接将失效。`,"admin.import.existing-note":`以下账号与名单一致：{logins}`,"admin.import.complete-note":`之前导入这份名单时中断了？可以继续完成：补建缺少的账号，让每个人加入所在行的群组，并为尚未设置密码的人生成新链接。`,"admin.import.complete":`完成导入`,"admin.import.completed.one":`{count} 个账号已完成。`,"admin.import.completed.other":`{count} 个账号已完成。`,"admin.import.renew":`重新生成链接`,"admin.import.renewed.one":`已重新生成 {count} 个链接，其他人无需新链接。`,"admin.import.renewed.other":`已重新生成 {count} 个链接，其他人无需新链接。`,"admin.import.title":`导入名单`,"admin.import.file":`CSV 文件`,"admin.import.how":`将表格另存为 CSV，首行为列名：账号（必填），以及姓名、角色、密码、班级（群组）。没有密码的用户会得到设置密码的链接。确认预览之前不会创建任何账号。`,"admin.import.sample":`示例`,"admin.import.example":`账号,姓名,角色,班级
wangxm,王小明,,三年二班
wang.fang,王芳,管理员,三年二班;合唱团`,"admin.import.choose":`选择文件`,"admin.import.choose-other":`选择其他文件`,"admin.import.encoding":`编码`,"admin.import.automatic":`自动识别`,"admin.import.too-long":`文件过大：每次最多 5000 行，请拆分后再导入。`,"admin.import.preview":`预览`,"admin.import.problems":`有问题的行`,"admin.import.line":`行`,"admin.import.at-line":`第 {line} 行`,"admin.import.given":`文件中提供`,"admin.import.by-link":`通过链接设置`,"admin.import.valid.one":`可创建 {count} 个账号。`,"admin.import.valid.other":`可创建 {count} 个账号。`,"admin.import.invalid.one":`{count} 行有问题，将被跳过。`,"admin.import.invalid.other":`{count} 行有问题，将被跳过。`,"admin.import.begin.one":`创建 {count} 个账号`,"admin.import.begin.other":`创建 {count} 个账号`,"admin.import.begin-valid.one":`仅创建 {count} 个正确的账号`,"admin.import.begin-valid.other":`仅创建 {count} 个正确的账号`,"admin.import.running":`正在创建账号`,"admin.import.done":`导入完成`,"admin.import.created.one":`已创建 {count} 个账号。`,"admin.import.created.other":`已创建 {count} 个账号。`,"admin.import.continue.one":`继续创建其余 {count} 个`,"admin.import.continue.other":`继续创建其余 {count} 个`,"admin.import.save-links":`将链接保存为 CSV`,"admin.import.to-users":`查看用户列表`,"admin.import.another":`导入其他名单`,"admin.import.links":`待分发的链接`,"admin.import.links-note":`每个链接只能用一次，且仅在此窗口显示。关闭前请保存、复制或打印。`,"admin.row.bad_request":`“{value}”不是有效的角色。请填写 member、admin 或 owner（成员、管理员、所有者），也可留空。`,"admin.row.csv_invalid":`值的数量多于列数，例如“{value}”。含逗号的值请用双引号括起。`,"admin.row.forbidden":`只有所有者才能创建所有者账号。`,"admin.row.login_taken":`账号名“{value}”已被使用，请换一个。`,"admin.row.login_confusable":`账号名“{value}”与已有的账号名看起来太像，请换一个。`,"admin.row.login_mixed":`账号名“{value}”混用了多种文字，请只使用其中一种。`,"admin.row.login_reserved":`账号名“{value}”另有用途，请换一个。`,"admin.row.login_invalid":`“{value}”不能作为账号名：请使用字母、汉字、数字、点、连字符、下划线或 @，不含空格，且至少有一个字母、汉字或数字。`,"admin.number":`请输入 1 到 {max} 的整数。`,"admin.invites.title":`邀请`,"admin.invites.intro":`持有邀请链接的人可以在本服务器上注册账号。`,"admin.invites.new":`新建邀请`,"admin.invites.uses":`可用人数`,"admin.invites.days":`有效天数`,"admin.invites.make":`生成链接`,"admin.invites.open":`未用完的邀请`,"admin.invites.none":`没有未用完的邀请。`,"admin.invites.left.one":`剩余 {count} 次`,"admin.invites.left.other":`剩余 {count} 次`,"admin.invites.by":`· 创建者：{name}`,"admin.invites.by-local":`· 在服务器本机上用 imctl 创建`,"admin.invites.copy-text":`复制邀请`,"admin.invites.with-text":`带链接的邀请文字`,"admin.invites.message":`邀请您加入 {server}。打开此链接创建账号：{url}`,"admin.invites.revoke":`撤销`,"admin.invites.revoke-that":`撤销邀请 {hint}…`,"admin.groups.title":`群组`,"admin.groups.search":`按名称搜索`,"admin.groups.none":`还没有群组。`,"admin.groups.not-found":`没有找到该群组。`,"admin.groups.messages.one":`{count} 条消息`,"admin.groups.messages.other":`{count} 条消息`,"admin.groups.new-note":`首位选择的人将成为群主。`,"admin.groups.about":`群组信息`,"admin.groups.people":`成员`,"admin.groups.role-of":`{name}的角色`,"admin.groups.remove-member":`移出{name}`,"admin.groups.remove":`删除群组`,"admin.groups.remove-ask":`删除“{title}”？`,"admin.groups.remove-note":`将为所有人删除该群组及其全部消息，此操作无法撤销。`,"admin.tuning.title":`调优`,"admin.tuning.intro":`以下为最近一次更改时的系统设置。如需更改，请使用 imctl tune。`,"admin.tuning.untuned":`此设备尚未调优，或在本页支持显示之前已完成调优。可在设备上运行“sudo imctl tune apply”。`,"admin.tuning.unreadable":`存在调优记录，但此处无法读取。可在设备上运行“imctl tune show”查看。`,"admin.tuning.board":`设备`,"admin.tuning.system":`系统`,"admin.tuning.profile":`配置档`,"admin.tuning.at":`最近更改`,"admin.tuning.expected":`期望值：{value}`,"admin.tuning.group.boot":`启动`,"admin.tuning.group.cpu":`处理器`,"admin.tuning.group.memory":`内存`,"admin.tuning.group.network":`网络`,"admin.tuning.group.security":`安全`,"admin.tuning.group.services":`服务`,"admin.tuning.group.storage":`存储`,"admin.tuning.state.ok":`符合期望`,"admin.tuning.state.drift":`不一致`,"admin.tuning.state.restart":`重启后生效`,"admin.tuning.state.no-effect":`此处无效`,"admin.tuning.state.unseen":`不可见`,"admin.audit.title":`审计日志`,"admin.audit.intro":`管理员通过本页面、imctl 或 API 所做的更改，保留一年。`,"admin.audit.search":`按姓名、操作或地址搜索`,"admin.audit.none":`没有找到记录。`,"admin.audit.local":`服务器本机`,"admin.audit.socket":`服务器本机操作者`,"admin.audit.token":`API 令牌“{name}”`,"admin.action.user.created":`添加了用户`,"admin.action.user.renamed":`修改了姓名：`,"admin.action.user.role":`更改了角色：`,"admin.action.user.disabled":`停用了`,"admin.action.user.enabled":`启用了`,"admin.action.user.password":`设置了密码：`,"admin.action.user.link":`生成了密码链接：`,"admin.action.user.removed":`删除了用户`,"admin.action.user.unpictured":`移除了头像：`,"admin.action.invite.created":`创建了邀请`,"admin.action.invite.revoked":`撤销了邀请`,"admin.action.group.created":`创建了群组`,"admin.action.group.joined":`将 {user} 加入了`,"admin.action.group.left":`将 {user} 移出了`,"admin.action.group.role":`将 {user} 设为{role}：`,"admin.action.group.unpictured":`移除了群头像：`,"admin.action.conversation.removed":`删除了会话`,"admin.action.token.created":`创建了 API 令牌`,"admin.action.token.removed":`撤销了 API 令牌`,"admin.action.webhook.added":`添加了 Webhook`,"admin.action.webhook.removed":`删除了 Webhook`,"admin.action.webhook.enabled":`启用了 Webhook`,"admin.action.key.rotated":`更换了加密密钥`,"admin.action.search.rebuilt":`重建了搜索索引`,"admin.action.setup.link":`生成了初始设置链接`,"admin.action.server.renamed":`将服务器命名为`,"admin.detail.role":`角色`,"admin.detail.uses":`可用次数`,"admin.detail.days":`天数`,"admin.detail.members":`成员数`,"admin.detail.key":`编号`,"admin.detail.by":`创建者`,"admin.error.bad_request":`内容有误：{message}`,"admin.error.csv_invalid":`这不是首行为列名的 CSV 文件。{message}`,"admin.error.last_owner":`必须至少保留一位所有者，请先任命其他所有者。`,"admin.error.forbidden":`您的角色没有此权限：只有所有者才能更改所有者。`,"admin.error.not_found":`该项已不存在，请重新加载页面。`,"admin.error.too_many":`超出上限。{message}`,"admin.error.unknown_user":`该账号不存在或已被删除。`,"admin.error.unknown_conversation":`该群组不存在或已被删除。`};function k(e,t){return e===`local`?r(`admin.audit.socket`):e===`token`?r(`admin.audit.token`,{name:t}):t}function A(e,t=0){return new Intl.NumberFormat(f(),{maximumFractionDigits:t}).format(e)}function j(e){return new Intl.NumberFormat(f(),{style:`percent`,maximumFractionDigits:0}).format(e/100)}function ce(e){return`${A(e)} °C`}function M(e){let t=Math.floor(e/60),i=Math.floor(t/60),a=Math.floor(i/24),o=[a>0&&n(`admin.days`,a),i%24>0&&n(`admin.hours`,i%24),a===0&&t%60>0&&n(`admin.minutes`,t%60)].filter(Boolean);return o.length>0?o.slice(0,2).join(` `):r(`admin.just-now`)}function N(e){return new Intl.DateTimeFormat(f(),{dateStyle:`medium`,timeStyle:`short`}).format(e)}function le(e){return new Intl.DateTimeFormat(f(),{dateStyle:`medium`}).format(e)}const ue=p(null);function P(){return t(ue)}function F(e){let t=`admin.error.${e.code}`;return t in O?r(t,{message:e.message}):c(e)}function I(e,t){let[n,r]=T(null),[i,a]=T(null),s=o(0),c=d(async()=>{let t=++s.current;try{let n=await e();if(t!==s.current)return;r((()=>n)),a(null)}catch(e){t===s.current&&a(h(e))}},t);return u(()=>(c(),()=>{s.current++}),[c]),{value:n,error:i,reload:c}}function L(e,t){let[n,r]=T(``),[i,a]=T(null),[s,c]=T(!1),[l,d]=T(!1),[f,p]=T(null),m=o(0),g=async r=>{let i=++m.current,o=r.at(-1);d(!0);try{let s=await e(n.trim(),o&&t(o));if(i!==m.current)return;a([...r,...s.items]),c(s.more),p(null)}catch(e){i===m.current&&p(h(e))}i===m.current&&d(!1)};return u(()=>{let e=setTimeout(()=>g([]),i?200:0);return()=>{m.current++,clearTimeout(e)}},[n]),{query:n,setQuery:r,items:i,more:s,busy:l,error:f,loadMore:()=>g(i??[]),reload:()=>g([])}}function R({title:t,wide:n=!1,intro:i,back:a,actions:o,children:s}){return u(()=>(document.title=`${t} · ${ne()}`,()=>{document.title=ne()}),[t,_.value]),C`<div class=${n?`admin-page wide`:`admin-page`}>
    <header class="admin-head">
      ${a&&C`<a class="icon-button" href=${a} data-up aria-label=${r(`back`)} title=${r(`back`)}><${e} name="back" /></a>`}
      <h1 tabindex="-1" ref=${g}><bdi>${t}</bdi></h1>
      ${o&&C`<div class="admin-actions">${o}</div>`}
    </header>
    ${i&&C`<p class="admin-intro">${i}</p>`} ${s}
  </div>`}function z({title:e,children:t}){return C`<section class="admin-card" aria-label=${e}>
    ${e&&C`<h2>${e}</h2>`} ${t}
  </section>`}function B({facts:e}){return C`<dl class="facts">
    ${e.map(([e,t])=>C`<div key=${e}>
        <dt>${e}</dt>
        <dd>${t}</dd>
      </div>`)}
  </dl>`}function V(){return C`<p class="admin-loading" role="status">
    <span class="spinner"></span><span class="hidden-text">${r(`admin.loading`)}</span>
  </p>`}function H({error:e,say:t}){return e&&C`<p class="alert" role="alert">${t(e)}</p>`}function U({label:t,value:n,onInput:r}){return C`<div class="search-box admin-search">
    <${e} name="search" />
    <input
      type="search"
      value=${n}
      placeholder=${t}
      aria-label=${t}
      maxlength="100"
      autocapitalize="none"
      spellcheck=${!1}
      onInput=${e=>r(e.target.value)}
    />
  </div>`}function de(){let e=P(),t=L(async(t,n)=>{let{entries:r,more:i}=await e.audit({q:t||void 0,before:n,limit:50});return{items:r,more:i}},e=>e.id);return C`<${R} title=${r(`admin.audit.title`)} intro=${r(`admin.audit.intro`)}>
    <${U} label=${r(`admin.audit.search`)} value=${t.query} onInput=${t.setQuery} />
    <${H} error=${t.error} say=${F} />
    ${!t.items&&!t.error&&C`<${V} />`}
    <ol class="audit" aria-busy=${t.busy}>
      ${t.items?.map(e=>C`<${fe} key=${e.id} entry=${e} />`)}
    </ol>
    ${t.items?.length===0&&C`<p class="empty-note" role="status">${r(`admin.audit.none`)}</p>`}
    ${t.more&&C`<button type="button" class="button quiet admin-more" disabled=${t.busy} onClick=${t.loadMore}>
        ${r(`people.more`)}
      </button>`}
  <//>`}function fe({entry:e}){let t=me(e);return C`<li>
    <time datetime=${new Date(e.at).toISOString()}>${N(e.at)}</time>${` `}
    <span class="audit-what">
      <span class="audit-who"><bdi>${k(e.means,e.actor_name)}</bdi></span>${` `}
      <span>${pe(e)}${e.target_name&&C` <b><bdi>${e.target_name}</bdi></b>`}</span>
      ${t&&C`<span class="audit-details"><bdi>${t}</bdi></span>`}
    </span>
    <span class="audit-from">${e.address||r(`admin.audit.local`)}</span>
  </li>`}function pe(e){let t=`admin.action.${e.action}`,n={user:String(e.details.user??``),role:W(e.details.role??``)};return t in O?r(t,n):e.action}function me({action:e,details:{from:t,to:n,user:r,means:i,by:a,...o}}){let s=t===void 0?[]:[`${W(t)} → ${W(n??``)}`],c=(e===`group.role`?[]:Object.entries(o)).map(([e,t])=>`${he(e)}: ${W(t)}`),l=a===void 0?[]:[`${he(`by`)}: ${k(i,String(a))}`];return[...s,...c,...l].join(` · `)}function he(e){let t=`admin.detail.${e}`;return t in O?r(t):e}function W(e){let t=`admin.role.${e}`;return t in O?r(t):String(e)}async function ge(e,t,n){let r=t;for(;r.rest.length>0;){let t=r.rest.slice(0,20),i=r.uncertain>0||!!r.resume;n({...r,uncertain:t.length});let{created:a,completed:o,errors:s}=await e(t,i);r={...r,created:[...r.created,...a,...o],errors:[...r.errors,...s],rest:r.rest.slice(20),uncertain:0},n(r)}}var _e=class{run=s(null);busy=s(!1);error=s(null);unsaved=s(!1);rows=[];#e;#t=e=>this.#e()&&e.preventDefault();constructor(e=()=>!0){this.#e=e}async go(e,t){if(!this.busy.value){this.busy.value=!0,this.error.value=null,this.run.value=t,this.#n(!0);try{await ge(e,t,e=>{this.run.value=e})}catch(e){this.error.value=h(e)}this.busy.value=!1,this.#n(this.run.value.created.some(({link:e})=>e))}}renewed(e){this.run.value={created:e,errors:[],rest:[],uncertain:0,renewed:!0},this.#n(e.length>0)}saved(){this.busy.value||this.#n(!1)}clear(){this.#n(!1),this.run.value=null,this.error.value=null,this.rows=[]}#n(e){this.unsaved.value=e,e?addEventListener(`beforeunload`,this.#t):removeEventListener(`beforeunload`,this.#t)}};let G={user:void 0,userImport:new _e};function ve(e){let t=e.user.peek()?.id;return G.user!==t&&(G.userImport.clear(),G={user:t,userImport:new _e(()=>e.user.peek()?.id===t)}),G.userImport}const ye=Object.freeze({overview:`M3 12.5h4l2.5-7 4.5 13 2.5-6H21`,users:`M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c.5-3.2 3-5 6.5-5s6 1.8 6.5 5M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14.9c2 .7 3.2 2.3 3.5 4.6`,invites:`M3.5 6.5h17v11h-17zM3.5 7l8.5 6.5L20.5 7`,groups:`M5 5h14a1.5 1.5 0 0 1 1.5 1.5v9A1.5 1.5 0 0 1 19 17h-7.5L7 20.5V17H5a1.5 1.5 0 0 1-1.5-1.5v-9A1.5 1.5 0 0 1 5 5z`,tuning:`M5 4v6M5 14v6M12 4v3M12 11v9M19 4v9M19 17v3M3 14h4M10 7.5h4M17 17h4`,audit:`M6 3.5h9l3.5 3.5v13.5H6zM9 11h6M9 14.5h6M9 7.5h3`,next:`M9.5 6l6 6-6 6`});function K({name:e}){return C`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${ye[e]} /></svg>`}const q=Object.freeze({overview:`#/admin`,users:`#/admin/users`,newUser:`#/admin/users/new`,importUsers:`#/admin/users/import`,user:e=>`#/admin/users/${encodeURIComponent(e)}`,invites:`#/admin/invites`,groups:`#/admin/groups`,newGroup:`#/admin/groups/new`,group:e=>`#/admin/groups/${encodeURIComponent(e)}`,tuning:`#/admin/tuning`,audit:`#/admin/audit`});function be(){let e=P(),t=L(async(t,n)=>{let{groups:r,more:i}=await e.groups({q:t||void 0,after:n,limit:50});return{items:r,more:i}},e=>e.id),i=C`<a class="button primary" href=${q.newGroup}>${r(`group.new`)}</a>`;return C`<${R} title=${r(`admin.groups.title`)} actions=${i}>
    <${U} label=${r(`admin.groups.search`)} value=${t.query} onInput=${t.setQuery} />
    <${H} error=${t.error} say=${F} />
    ${!t.items&&!t.error&&C`<${V} />`}
    <ul class="admin-rows" aria-busy=${t.busy} aria-label=${r(`admin.groups.title`)}>
      ${t.items?.map(e=>C`<li key=${e.id}>
          <a class="admin-row" href=${q.group(e.id)}>
            <${w} id=${e.id} name=${e.title} avatar=${e.avatar} kind="group" />
            <span class="row-main">
              <span class="row-title"><bdi>${e.title}</bdi></span>
              <span class="row-sub">
                ${n(`group.members`,e.member_count)} · ${n(`admin.groups.messages`,e.last_seq)}
              </span>
            </span>
            <${K} name="next" />
          </a>
        </li>`)}
    </ul>
    ${t.items?.length===0&&C`<p class="empty-note" role="status">${r(t.query?`admin.groups.not-found`:`admin.groups.none`)}</p>`}
    ${t.more&&C`<button type="button" class="button quiet admin-more" disabled=${t.busy} onClick=${t.loadMore}>
        ${r(`people.more`)}
      </button>`}
  <//>`}function J({title:e,text:t,action:n,onConfirm:i,onClose:o}){let s=a(),{busy:c,error:l,run:u}=x(async()=>{await i(),o()}),d=ae(()=>c||o());return C`<dialog
    class="admin-dialog"
    ...${d}
    aria-labelledby=${`${s}-title`}
    aria-describedby=${`${s}-text`}
  >
    <h2 id=${`${s}-title`}>${e}</h2>
    <p id=${`${s}-text`}>${t}</p>
    ${l&&C`<p class="alert" role="alert">${F(l)}</p>`}
    <div class="admin-dialog-buttons">
      <button type="button" class="button quiet" disabled=${c} onClick=${o} autofocus>${r(`admin.cancel`)}</button>
      <button type="button" class="button danger" disabled=${c} onClick=${()=>u()}>${n}</button>
    </div>
  </dialog>`}function xe({name:e,onRemove:t}){let[n,i]=T(!1);return C`<button type="button" class="button danger small admin-under" onClick=${()=>i(!0)}>${r(`admin.avatar.remove`)}</button>
    ${n&&C`<${J}
        title=${r(`admin.avatar.remove-ask`,{name:e})}
        text=${r(`admin.avatar.remove-note`)}
        action=${r(`admin.avatar.remove`)}
        onConfirm=${t}
        onClose=${()=>i(!1)}
      />`}`}function Se({id:e}){let t=P(),[i,a]=T(100),[o,s]=T(!1),{value:c,error:l,reload:u}=I(()=>t.group(e,{limit:i}),[t,e,i]);return C`<${R} title=${c?.title??r(`admin.groups.title`)} back=${q.groups}>
    <${H} error=${l} say=${F} />
    ${!c&&!l&&C`<${V} />`}
    ${c&&C`<${z} title=${r(`admin.groups.about`)}>
          <div class="admin-profile">
            <${w} id=${c.id} name=${c.title} avatar=${c.avatar} kind="group" size="large" />
            <${B}
              facts=${[[r(`admin.groups.people`),A(c.member_count)],[r(`admin.messages`),A(c.last_seq)],[r(`admin.user.since`),le(c.created_at)]]}
            />
          </div>
          ${c.avatar&&C`<${xe}
              name=${c.title}
              onRemove=${async()=>{await t.removeGroupAvatar(e),await u()}}
            />`}
        <//>
        <${z} title=${n(`group.members`,c.member_count)}>
          <ul class="admin-plain">
            ${c.members.map(t=>C`<${Ce} key=${t.id} group=${e} member=${t} onChanged=${u} />`)}
          </ul>
          ${c.more&&C`<button type="button" class="button quiet admin-more" onClick=${()=>a(i+100)}>
              ${r(`people.more`)}
            </button>`}
          <${we} group=${e} members=${c.members} onChanged=${u} />
        <//>
        <${z} title=${r(`admin.groups.remove`)}>
          <p class="admin-muted">${r(`admin.groups.remove-note`)}</p>
          <button type="button" class="button danger" onClick=${()=>s(!0)}>
            ${r(`admin.groups.remove`)}
          </button>
        <//>
        ${o&&C`<${J}
            title=${r(`admin.groups.remove-ask`,{title:c.title})}
            text=${r(`admin.groups.remove-note`)}
            action=${r(`admin.groups.remove`)}
            onConfirm=${async()=>{await t.removeGroup(e),S(q.groups,{replace:!0})}}
            onClose=${()=>s(!1)}
          />`}`}
  <//>`}function Ce({group:e,member:t,onChanged:n}){let i=P(),{busy:a,error:o,run:s}=x(async e=>{await e(),await n()}),[c,l]=T(t.role);return C`<li>
    <${w} id=${t.id} name=${t.name} avatar=${t.avatar} />
    <span class="row-main">
      <a class="row-title" href=${q.user(t.id)}><bdi>${t.name}</bdi></a>
      <span class="row-sub">@${t.login}</span>
      ${o&&C`<span class="note error" role="alert">${F(o)}</span>`}
    </span>
    <select
      class="admin-select"
      aria-label=${r(`admin.groups.role-of`,{name:t.name})}
      value=${a?c:t.role}
      onChange=${n=>{let r=n.target.value;a||l(r),s(()=>i.addMembers(e,[t.id],r))}}
    >
      ${[`member`,`admin`,`owner`].map(e=>C`<option key=${e} value=${e}>${r(`admin.role.${e}`)}</option>`)}
    </select>
    <button
      type="button"
      class="button danger small"
      disabled=${a}
      aria-label=${r(`admin.groups.remove-member`,{name:t.name})}
      onClick=${()=>s(()=>i.removeMember(e,t.id))}
    >
      ${r(`admin.remove`)}
    </button>
  </li>`}function we({group:e,members:t,onChanged:n}){let i=P(),[a,o]=T(!1),{busy:s,error:c,run:l}=x(async t=>{await i.addMembers(e,[t.id]),o(!1),await n()});return a?C`<${H} error=${c} say=${F} />
    <${ie}
      label=${r(`group.add`)}
      without=${t.map(({id:e})=>e)}
      busy=${s}
      autofocus
      onPick=${l}
    />`:C`<button type="button" class="button quiet" onClick=${()=>o(!0)}>${r(`group.add`)}</button>`}async function Y(e){try{return await navigator.clipboard.writeText(e),!0}catch{let t=document.createElement(`textarea`);t.value=e,document.body.append(t),t.select();let n=document.execCommand(`copy`);return t.remove(),n}}function Te(e){return`\ufeff${[[`login`,`name`,`link`],...e].map(e=>e.map(ke).join(`,`)).join(`\r
`)}\r\n`}const Ee=`[^\\S\\t\\r\\n]|(?![\\t\\r\\n])[\\p{C}\\p{DI}]`,De=RegExp(`(^|[;\\t\\r\\n|])('*)(?=(?:${Ee})*[=+\\-@＝＋－＠﹦﹢﹣﹫])`,`gu`),Oe=RegExp(`^'*(?=(?:${Ee})*[\\t\\r\\n])`,`u`);function ke(e){let t=e.replace(De,`$1$2'`).replace(Oe,`$&'`);return/[",;\r\n]/.test(t)?`"${t.replaceAll(`"`,`""`)}"`:t}function Ae(e,t){let n=URL.createObjectURL(new Blob([t],{type:`text/csv;charset=utf-8`})),r=document.createElement(`a`);r.href=n,r.download=e,r.click(),setTimeout(()=>URL.revokeObjectURL(n),1e4)}function je(e){let{code:t,column:n=``,value:i=``,earlier:a=0,holder:o=``}=e,s=[`admin.row.${t}.${a?`earlier`:o?`holder`:i?n:`none`}`,`admin.row.${t}`].find(e=>e in O);return s?r(s,{value:i,earlier:a,holder:o}):F(e)}function Me({roster:{rows:e,columns:t,ignored:i,foreign:a},errors:o}){let s=e.some(({groups:e})=>e?.length);return C`${o.length>0&&C`<${Ne} errors=${o} />`}
    <${z} title=${r(`admin.import.preview`)}>
      <p role="status">
        ${n(`admin.import.valid`,e.length)} ${o.length>0&&n(`admin.import.invalid`,o.length)}
      </p>
      ${Object.keys(t).length===0&&C`<p class="note">${r(`admin.import.no-header`)}</p>`}
      ${i.length>0&&C`<p class="note">${r(`admin.import.ignored`,{columns:i.join(`, `)})}</p>`}
      ${s&&C`<p class="note">${r(`admin.import.groups-note`)}</p>`}
      ${a.length>0&&C`<p class="note">${r(`admin.import.foreign`,{groups:a.join(`; `)})}</p>`}
      ${e.length>0&&C`<div class="table-box" tabindex="0" role="group" aria-label=${r(`admin.import.preview`)}>
          <table class="roster">
            <thead>
              <tr>
                <th scope="col">${r(`admin.import.line`)}</th>
                <th scope="col">${r(`link.login`)}</th>
                <th scope="col">${r(`admin.user.name`)}</th>
                <th scope="col">${r(`admin.role`)}</th>
                ${s&&C`<th scope="col">${r(`admin.groups.title`)}</th>`}
                <th scope="col">${r(`login.password`)}</th>
              </tr>
            </thead>
            <tbody>
              ${e.slice(0,200).map(e=>C`<tr key=${e.line}>
                  <td>${e.line}</td>
                  <td><bdi>${e.login}</bdi></td>
                  <td><bdi>${e.name}</bdi></td>
                  <td>${r(`admin.role.${e.role??`member`}`)}</td>
                  ${s&&C`<td><bdi>${e.groups?.join(`; `)}</bdi></td>`}
                  <td>${r(e.password?`admin.import.given`:`admin.import.by-link`)}</td>
                </tr>`)}
            </tbody>
          </table>
        </div>`}
      ${e.length>200&&C`<p class="admin-muted">${n(`people.others`,e.length-200)}</p>`}
    <//>`}function Ne({errors:e}){return C`<${z} title=${r(`admin.import.problems`)}>
    <ul class="row-errors">
      ${e.slice(0,200).map(e=>C`<li key=${e.line}>
          <span class="row-errors-line">${r(`admin.import.at-line`,{line:e.line})}</span>
          <span>${e.login&&e.login!==e.value&&C`<b><bdi>${e.login}</bdi></b>${` `}`}${je(e)}</span>
        </li>`)}
    </ul>
    ${e.length>200&&C`<p class="admin-muted">${n(`people.others`,e.length-200)}</p>`}
  <//>`}function Pe({userImport:e,onContinue:t,onAnew:i}){let[a,o]=T(!1),[s,c]=T(!1),l=e.run.value;if(!l)return null;let[u,d,f]=[e.busy.value,e.error.value,e.unsaved.value],p=e.rows.length,m=new Map(e.rows.map(({login:e,name:t})=>[e,t??e])),h=l.created.filter(({link:e})=>e).map(({login:e,link:t})=>[e,m.get(e)??e,t?.url??``]),g=!u&&l.rest.length===0,_=async()=>{await Y(h.map(e=>e.join(`	`)).join(`
`))&&(c(!0),e.saved())},v=()=>{Ae(`links.csv`,Te(h)),e.saved()},y=l.renewed?`admin.import.links`:g?`admin.import.done`:`admin.import.running`;return C`<${z} title=${r(y)}>
      ${!l.renewed&&C`<progress
          class="import-progress"
          value=${p-l.rest.length}
          max=${Math.max(1,p)}
          aria-label=${r(`admin.import.running`)}
        ></progress>`}
      <p role="status">
        ${n(l.renewed?`admin.import.renewed`:l.resume?`admin.import.completed`:`admin.import.created`,l.created.length)}
        ${` `}${l.errors.length>0&&n(`admin.import.invalid`,l.errors.length)}
      </p>
      <${H} error=${d} say=${F} />
      <div class="import-begin">
        ${d&&C`<button type="button" class="button primary" disabled=${u} onClick=${t}>
            ${n(`admin.import.continue`,l.rest.length)}
          </button>`}
        ${!u&&h.length>0&&C`<button type="button" class="button primary" onClick=${v}>${r(`admin.import.save-links`)}</button>
            <button type="button" class="button quiet" onClick=${_}>
              ${r(s?`admin.copied`:`admin.import.copy-links`)}
            </button>
            <button type="button" class="button quiet" onClick=${()=>window.print()}>${r(`admin.import.print`)}</button>`}
        ${g&&C`<a class="button quiet" href=${q.users}>${r(`admin.import.to-users`)}</a>
            <button type="button" class="button quiet" onClick=${f?()=>o(!0):i}>
              ${r(`admin.import.another`)}
            </button>`}
      </div>
    <//>
    ${h.length>0&&C`<${Ie} rows=${h} />`}
    ${l.errors.length>0&&C`<${Ne} errors=${l.errors} />`}
    ${a&&C`<${J}
        title=${r(`admin.import.unsaved`)}
        text=${r(`admin.import.unsaved-text`)}
        action=${r(`admin.import.discard`)}
        onConfirm=${async()=>i()}
        onClose=${()=>o(!1)}
      />`}`}function Fe({userImport:e}){return e.unsaved.value?C`<p class="alert unsaved" role="status">
    ${r(e.busy.value?`admin.import.going-on`:`admin.import.unsaved-note`)}${` `}
    <a href=${q.importUsers}>${r(`admin.import.to-links`)}</a>
  </p>`:null}function Ie({rows:e}){return C`<${z} title=${r(`admin.import.links`)}>
    <p class="admin-muted">${r(`admin.import.links-note`)}</p>
    <div class="table-box link-cards" tabindex="0" role="group" aria-label=${r(`admin.import.links`)}>
      <table class="roster">
        <thead>
          <tr>
            <th scope="col">${r(`link.login`)}</th>
            <th scope="col">${r(`admin.user.name`)}</th>
            <th scope="col">${r(`admin.link`)}</th>
          </tr>
        </thead>
        <tbody>
          ${e.map(([e,t,n])=>C`<tr key=${e}>
              <td><bdi>${e}</bdi></td>
              <td><bdi>${t}</bdi></td>
              <td class="url">${n}</td>
            </tr>`)}
        </tbody>
      </table>
    </div>
  <//>`}function Le(e){let t=o(0),[n,r]=T(null),[i,a]=T(null),s=()=>(t.current+=1,r(null),a(null),t.current);return{value:n,error:i,run:async(...n)=>{let i=s();try{let a=await e(...n);i===t.current&&r(()=>a)}catch(e){i===t.current&&a(h(e))}},clear:s}}const Re=Object.freeze({auto:``,"utf-8":`UTF-8`,gb18030:`GB 18030 (GBK)`,big5:`Big5`,cp1252:`Windows-1252`,cp1250:`Windows-1250`,cp1251:`Windows-1251`,cp1253:`Windows-1253`,cp1254:`Windows-1254`,cp1255:`Windows-1255`,cp1256:`Windows-1256`,cp1257:`Windows-1257`,cp1258:`Windows-1258`,cp850:`DOS (CP 850)`,mac_roman:`Mac Roman`,cp932:`Shift JIS`,cp949:`EUC-KR`,cp874:`Windows-874`});function ze(e){return e.startsWith(`utf-16`)?`UTF-16`:Re[e.replace(/-sig$/,``)]||e}function Be(e){let t=[];for(let n=0;n<e.byteLength;n+=32768)t.push(String.fromCharCode(...new Uint8Array(e,n,Math.min(32768,e.byteLength-n))));return btoa(t.join(``))}function Ve(){let e=P(),t=ve(y()),[i,a]=T(null),[o,s]=T(`auto`),c=Le(async(t,n)=>{if(t.size>15e5)return{refusal:r(`admin.import.too-long`),roster:null};let i=Be(await t.arrayBuffer()),a=await e.readRoster(i,n===`auto`?void 0:n);return{refusal:a.problem&&We(a.problem),roster:a}}),{refusal:l,roster:d}=c.value??{refusal:``,roster:null},f=new Set(d?.there.map(({line:e})=>e)),p=d?.errors.filter(({line:e})=>!f.has(e))??[],m=(t,n)=>e.importUsers(t,n),h=(e=!1)=>{if(!d)return;let n=[...d.rows,...e?d.there:[]].sort((e,t)=>e.line-t.line);t.rows=n,t.go(m,{created:[],errors:p,rest:n,uncertain:0,resume:e})},g=()=>{a(null),c.clear(),t.clear()};u(()=>()=>t.run.peek()&&!t.unsaved.peek()&&t.clear(),[]);let _=t.run.value;return C`<${R} title=${r(`admin.import.title`)} back=${q.users}>
    ${_?C`<${Pe} userImport=${t} onContinue=${()=>t.go(m,_)} onAnew=${g} />`:C`<${z} title=${r(`admin.import.file`)}>
              <p>${r(`admin.import.how`)}</p>
              <pre class="sample" lang="en" aria-label=${r(`admin.import.sample`)}>${r(`admin.import.example`)}</pre>
              <div class="import-choice">
                <label class="button primary file-button">
                  <input
                    type="file"
                    class="hidden-text"
                    accept=".csv,.txt,text/csv"
                    onChange=${e=>{let t=e.target.files?.[0];t&&(a(t),c.run(t,o))}}
                  />
                  <span>${r(i?`admin.import.choose-other`:`admin.import.choose`)}</span>
                </label>
                ${i&&C`<bdi class="file-name">${i.name}</bdi>`}
                <label class="encoding">
                  <span>${r(`admin.import.encoding`)}</span>
                  <select
                    class="admin-select"
                    value=${o}
                    onChange=${e=>{let t=e.target.value;s(t),i&&c.run(i,t)}}
                  >
                    ${Object.entries(Re).map(([e,t])=>C`<option key=${e} value=${e}>
                        ${t||r(`admin.import.automatic`)}
                      </option>`)}
                  </select>
                </label>
              </div>
              ${l&&C`<p class="alert" role="alert">${l}</p>`}
              ${d?.sample.length&&C`<p class="admin-muted">${Ue(d.encoding,o)}</p>
                  ${d.problem&&C`<pre class="sample" aria-label=${r(`admin.import.beginning`)}>${d.sample.join(`
`)}</pre>`}`}
              <${H} error=${c.error} say=${F} />
            <//>
            ${d&&d.there.length>0&&C`<${He} userImport=${t} there=${d.there} onComplete=${()=>h(!0)} />`}
            ${d&&!d.problem&&C`<${Me} roster=${d} errors=${p} />`}
            ${d&&d.rows.length>0&&C`<div class="import-begin">
                <button type="button" class="button primary" onClick=${()=>h()}>
                  ${n(p.length>0?`admin.import.begin-valid`:`admin.import.begin`,d.rows.length)}
                </button>
              </div>`}`}
  <//>`}function He({userImport:e,there:t,onComplete:i}){let a=P(),o=t.map(({login:e})=>e),{busy:s,error:c,run:l}=x(async()=>{let t=[];for(let e=0;e<o.length;e+=200)t.push(...(await a.renewLinks(o.slice(e,e+200))).links);e.renewed(t)});return C`<${z} title=${n(`admin.import.existing`,o.length)}>
    <p>
      ${r(`admin.import.existing-note`,{logins:o.slice(0,20).join(`, `)})}
      ${o.length>20&&C` ${n(`people.others`,o.length-20)}`}
    </p>
    <p>${r(`admin.import.complete-note`)}</p>
    <p>${r(`admin.import.renew-note`)}</p>
    <${H} error=${c} say=${F} />
    <div class="import-begin">
      <button type="button" class="button quiet" disabled=${s} onClick=${i}>${r(`admin.import.complete`)}</button>
      <button type="button" class="button quiet" disabled=${s} onClick=${()=>l()}>${r(`admin.import.renew`)}</button>
    </div>
  <//>`}function Ue(e,t){let n=t===`auto`&&!e.startsWith(`utf`)?`admin.import.guessed`:`admin.import.read-as`;return r(n,{encoding:ze(e)})}function We({problem:e,line:t,value:n,meant:i}){let a=e===`login`&&n?`admin.problem.login-unknown`:`admin.problem.${e}`;return r(a,{line:t,value:n,meant:i})}function X({link:e,purpose:t,message:n}){let i=a(),s=o(null),[c,l]=T(!1);return C`<div class="issued-link" role="status">
    <label for=${i}>${t}</label>
    <div class="issued-link-line">
      <input id=${i} ref=${s} type="text" readonly value=${e.url} onFocus=${()=>s.current?.select()} />
      <button type="button" class="button primary" onClick=${async()=>{l(await Y(e.url)),s.current?.select()}}>${r(c?`admin.copied`:`admin.copy`)}</button>
    </div>
    ${n&&C`<${Ge} text=${n} />`}
    <p class="note">${r(`admin.link.valid`,{until:N(e.expires_at)})}</p>
  </div>`}function Ge({text:e}){let[t,n]=T(!1);return C`<div class="issued-link-line">
    <textarea readonly rows="4" aria-label=${r(`admin.invites.with-text`)} value=${e}></textarea>
    <button type="button" class="button quiet" onClick=${async()=>{n(await Y(e))}}>
      ${r(t?`admin.copied`:`admin.invites.copy-text`)}
    </button>
  </div>`}const Ke=Object.freeze([`member`,`admin`,`owner`]);function Z({legend:e,value:t,mine:n,onChoose:i}){let o=a();return C`<fieldset class="choice admin-roles">
    <legend>${e}</legend>
    <div class="segments">
      ${Ke.filter(e=>e!==`owner`||n===`owner`||t===`owner`).map(e=>C`<label class="segment" key=${e}>
          <input type="radio" name=${o} checked=${e===t} onChange=${()=>i(e)} />
          <span>${r(`admin.role.${e}`)}</span>
        </label>`)}
    </div>
    <p class="note">${r(`admin.role.${t}.may`)}</p>
  </fieldset>`}const qe=1e4;function Je(){let e=P(),{value:t,error:n,reload:i}=I(()=>e.invites(),[e]);return C`<${R} title=${r(`admin.invites.title`)} intro=${r(`admin.invites.intro`)}>
    <${Ye} onMade=${i} />
    <${z} title=${r(`admin.invites.open`)}>
      <${H} error=${n} say=${F} />
      ${!t&&!n&&C`<${V} />`}
      ${t?.invites.length===0&&C`<p class="admin-muted">${r(`admin.invites.none`)}</p>`}
      <ul class="admin-plain">
        ${t?.invites.map(e=>C`<${Xe} key=${e.id} invite=${e} onGone=${i} />`)}
      </ul>
    <//>
  <//>`}function Ye({onMade:e}){let t=P(),n=y().user.value?.role??`admin`,[i,a]=T(`member`),[o,s]=T(`1`),[c,l]=T(`7`),[u,d]=T(null),{busy:f,failure:p,wrong:m,attributes:h}=D([`uses`,`days`],async()=>{d(await t.invite({role:i,uses:Number(o),days:Number(c)})),e()},F),g=(e,t)=>m(e)&&r(`admin.number`,{max:A(t)}),_=r(`admin.invites.message`,{server:re(),url:u?.url??``});return C`<${z} title=${r(`admin.invites.new`)}>
    ${u&&C`<${X}
        key=${u.code}
        link=${u}
        purpose=${r(`admin.link.invite`,{server:re()})}
        message=${_}
      />`}
    <form class="form" ...${h}>
      ${p&&C`<p class="alert" role="alert">${p}</p>`}
      <div class="admin-pair">
        <${b}
          label=${r(`admin.invites.uses`)}
          type="number"
          error=${g(`uses`,qe)}
          value=${o}
          onInput=${s}
          min=${1}
          max=${qe}
          required
        />
        <${b}
          label=${r(`admin.invites.days`)}
          type="number"
          error=${g(`days`,365)}
          value=${c}
          onInput=${l}
          min=${1}
          max=${365}
          required
        />
      </div>
      <${Z} legend=${r(`admin.role`)} value=${i} mine=${n} onChoose=${a} />
      <button class="button primary" disabled=${f}>${r(`admin.invites.make`)}</button>
    </form>
  <//>`}function Xe({invite:e,onGone:t}){let i=P(),{busy:a,error:o,run:s}=x(async()=>{await i.revokeInvite(e.id),await t()}),c=e.means===`local`?r(`admin.invites.by-local`):r(`admin.invites.by`,{name:k(e.means,e.created_by)});return C`<li>
    <span class="row-main">
      <span class="row-title">${e.code_hint}… · ${r(`admin.role.${e.role}`)}</span>
      <span class="row-sub wrap">
        ${n(`admin.invites.left`,e.uses_left)} · ${r(`admin.link.valid`,{until:N(e.expires_at)})} ${c}
      </span>
      ${o&&C`<span class="note error" role="alert">${F(o)}</span>`}
    </span>
    <button
      type="button"
      class="button danger small"
      disabled=${a}
      aria-label=${r(`admin.invites.revoke-that`,{hint:e.code_hint})}
      onClick=${()=>s()}
    >
      ${r(`admin.invites.revoke`)}
    </button>
  </li>`}const Ze=[`overview`,`users`,`invites`,`groups`,`tuning`,`audit`];function Qe({section:t}){let n=Ze.find(e=>e===t)??`overview`,i=o(null);return u(()=>{i.current?.querySelector(`[aria-current]`)?.scrollIntoView({block:`nearest`,inline:`center`})},[n]),C`<header class="admin-side">
    <div class="bar">
      <a class="icon-button" href=${v.home} aria-label=${r(`conversation.back-to-chats`)} title=${r(`conversation.back-to-chats`)}>
        <${e} name="back" />
      </a>
      <p class="bar-title">${r(`admin.title`)}</p>
    </div>
    <nav class="admin-nav" ref=${i} aria-label=${r(`admin.title`)}>
      ${Ze.map(e=>C`<a key=${e} href=${q[e]} aria-current=${e===n?`page`:void 0}>
          <${K} name=${e} /><span>${r(`admin.${e}.title`)}</span>
        </a>`)}
    </nav>
  </header>`}function $e(){let t=P(),[i,a]=T(``),[o,s]=T([]),c=o.map(({id:e})=>e),l=m(ee,[i.trim(),c.join()]),u=e=>s(c.includes(e.id)?o.filter(({id:t})=>t!==e.id):[...o,e]),{busy:d,error:f,run:p}=x(async()=>{let{id:e}=await t.addGroup(i.trim(),c,l);S(q.group(e),{replace:!0})});return C`<${R} title=${r(`group.new`)} back=${q.groups} intro=${r(`admin.groups.new-note`)}>
    <${z}>
      <form
        class="form"
        onSubmit=${e=>{e.preventDefault(),p()}}
      >
        <${H} error=${f} say=${F} />
        <${b} label=${r(`group.title`)} value=${i} onInput=${a} maxlength=${100} required />
        ${o.length>0&&C`<ul class="chips" aria-label=${r(`group.selected`)}>
            ${o.map(t=>C`<li key=${t.id}>
                <button
                  type="button"
                  class="chip"
                  aria-label=${r(`group.deselect`,{name:t.name})}
                  onClick=${()=>u(t)}
                >
                  <bdi>${t.name}</bdi><${e} name="close" />
                </button>
              </li>`)}
          </ul>`}
        <button class="button primary" disabled=${d||!i.trim()||o.length===0}>
          ${n(`group.create`,o.length)}
        </button>
      </form>
      <${ie} label=${r(`people.search`)} without=${[]} chosen=${c} onPick=${u} />
    <//>
  <//>`}function et(){let e=P(),t=y().user.value?.role??`admin`,[n,i]=T(``),[a,o]=T(``),[s,c]=T(`member`),[l,u]=T(null),{busy:d,failure:f,wrong:p,attributes:m}=D([`login`,`name`],async()=>{u(await e.addUser({login:n.trim(),...a.trim()&&{name:a.trim()},role:s})),i(``),o(``)},F);return C`<${R} title=${r(`admin.user.add`)} back=${q.users}>
    ${l?.link&&C`<${z} title=${r(`admin.user.added`,{name:l.user.name})}>
        <${X}
          key=${l.link.code}
          link=${l.link}
          purpose=${r(`admin.link.password`,{login:l.user.login})}
        />
        <p><a href=${q.user(l.user.id)}>${r(`admin.user.open`)}</a></p>
      <//>`}
    <${z}>
      <form class="form" ...${m}>
        ${f&&C`<p class="alert" role="alert">${f}</p>`}
        <${b}
          label=${r(`link.login`)}
          hint=${r(`admin.user.login-hint`)}
          error=${p(`login`)}
          value=${n}
          onInput=${i}
          autocomplete="off"
          maxlength=${64}
          required
        />
        <${b}
          label=${r(`admin.user.name`)}
          hint=${r(`link.name-hint`)}
          error=${p(`name`)}
          value=${a}
          onInput=${o}
          autocomplete="off"
          maxlength=${100}
        />
        <${Z} legend=${r(`admin.role`)} value=${s} mine=${t} onChoose=${c} />
        <p class="note">${r(`admin.user.how`)}</p>
        <button class="button primary" disabled=${d||!n.trim()}>${r(`admin.user.add`)}</button>
      </form>
    <//>
  <//>`}function tt(){let e=P(),t=y().user.value?.role===`owner`,[n,i]=T(null),a=n??_.value,{busy:o,failure:s,wrong:c,attributes:l}=D([`name`],async()=>{_.value=(await e.renameServer(a.trim())).name,i(null)},F),u=a.trim()!==``&&a.trim()!==_.value;return t?C`<${z} title=${r(`link.server`)}>
    <form class="admin-line" ...${l}>
      <${b}
        label=${r(`admin.server-name`)}
        error=${c(`name`)??s}
        value=${a}
        onInput=${i}
        autocomplete="off"
        maxlength=${64}
      />
      <button class="button quiet" disabled=${o||!u}>${r(`group.rename`)}</button>
    </form>
  <//>`:null}const nt=[1,2,3,4,6,8,10];function rt(e){let t=10**Math.floor(Math.log10(e));return(nt.find(n=>n*t>=e*.999999)??10)*t}function it(e,t,{from:n,to:r,every:i,bottom:a,top:o}){let s=[],c=-1/0;return e.forEach((e,l)=>{let u=t[l]??0;if(e===null||u<n)return;u-c>2.5*i&&s.push([]),c=u;let d=Math.min(1,Math.max(0,(e-a)/(o-a)));s.at(-1)?.push([(u-n)/(r-n),d])}),s}const Q=1e3;function at({times:e,values:t,others:n,scale:r,limit:i,show:a,label:o}){let{bottom:s,top:c,from:l,to:u}=r,d=it(t,e,r),f=e=>Q*(1-(e-s)/(c-s)),p=[c,(c+s)/2,s];return C`<div class="chart">
    <div class="chart-values" aria-hidden="true">${p.map(e=>C`<span key=${e}>${a(e)}</span>`)}</div>
    <svg
      class="chart-lines"
      viewBox=${`0 0 ${Q} ${Q}`}
      preserveAspectRatio="none"
      role=${o?`img`:void 0}
      aria-label=${o||void 0}
      aria-hidden=${o?void 0:`true`}
    >
      ${p.map(e=>C`<path key=${e} class="grid" d=${`M0,${f(e)}H${Q}`} />`)}
      ${Array.from({length:4},(e,t)=>C`<path key=${`time-${t}`} class="grid" d=${`M${Q*t/3},0V${Q}`} />`)}
      ${i!==void 0&&i<c&&C`<path class="limit" d=${`M0,${f(i)}H${Q}`} />`}
      ${d.map((e,t)=>C`<path key=${`area-${t}`} class="area" d=${`${ot(e)}V${Q}H${st(e[0]?.[0]??0)}Z`} />`)}
      ${n&&it(n,e,r).map((e,t)=>C`<path key=${`other-${t}`} class="line other" d=${`${ot(e)}h0`} />`)}
      ${d.map((e,t)=>C`<path key=${`line-${t}`} class="line" d=${`${ot(e)}h0`} />`)}
    </svg>
    <div class="chart-times" aria-hidden="true">${ct((u-l)/6e4).map(e=>C`<span key=${e}>${e}</span>`)}</div>
  </div>`}function ot(e){return`M${e.map(([e,t])=>`${st(e)},${st(1-t)}`).join(`L`)}`}function st(e){return Math.round(Q*e)}function ct(e){let t=new Intl.RelativeTimeFormat(f(),{style:`short`}),n=new Intl.RelativeTimeFormat(f(),{numeric:`auto`}).format(0,`second`);return[...Array.from({length:3},(n,r)=>t.format(-Math.round(e*(3-r)/3),`minute`)),n]}function $({name:e,course:t,values:n,others:i,show:a,bottom:o=0,least:s=1,limit:c,note:l,bad:u=!1}){let d=n.filter(e=>e!==null),f=n.at(-1)??null,{times:p,from:m,to:h,every:g,span:_}=t,v=d.length>0?r(`admin.chart`,{name:e,span:_,lowest:a(Math.min(...d)),highest:a(Math.max(...d))}):``,y=Math.min(...d,...(i??[]).map(e=>e??o))<o?0:o,b=rt(Math.max(s,...d));return C`<li class=${u?`tile bad`:`tile`}>
    <p class="tile-name">${i&&C`<span class="swatch"></span>`}${e}</p>
    <p class=${f===null?`tile-value none`:`tile-value`}>${lt(n,a)}</p>
    <p class="tile-note">${i&&l&&C`<span class="swatch other"></span>`}${l}${c!==void 0&&C`<span class="tile-limit"><span class="swatch limit"></span>${a(c)}</span>`}</p>
    <${at} times=${p} values=${n} others=${i} scale=${{from:m,to:h,every:g,bottom:y,top:b}} limit=${c} show=${a} label=${v} />
  </li>`}function lt(e,t){let n=e.at(-1);return n===void 0?`…`:n===null?r(`admin.unavailable`):t(n)}function ut(){let e=P(),[t,n]=T(null),[r,i]=T(null);return u(()=>{let t=null,r=0,a=!1,o=async()=>{clearTimeout(r);try{let r=await e.health(t?.samples.at(-1)?.at??0);if(a)return;t={...r,samples:[...t?.samples??[],...r.samples].slice(-180)},n(t),i(null)}catch(e){a||i(h(e))}!a&&document.visibilityState===`visible`&&(r=setTimeout(o,(t?.every_s??5)*1e3))},s=()=>document.visibilityState===`visible`&&o();return document.addEventListener(`visibilitychange`,s),o(),()=>{a=!0,clearTimeout(r),document.removeEventListener(`visibilitychange`,s)}},[e]),{health:t,error:r}}const dt={early:`admin.certificate.early`,ended:`admin.certificate.ended`,soon:`admin.certificate.soon`,urgent:`admin.certificate.urgent`},ft=6e4;function pt(){let e=P(),{health:t,error:n}=ut(),i=I(()=>e.status(),[e]),a=n??i.error,o=y().user.value?.role===`owner`&&C`<button type="button" class="button quiet small" onClick=${mt}>${r(`link.server`)}</button>`;return C`<${R} title=${r(`admin.overview.title`)} actions=${o} wide>
    <${H} error=${a} say=${F} />
    ${!t&&!a&&C`<${V} />`}
    ${t&&C`<${ht} health=${t} status=${i.value} />`}
    ${t&&C`<${yt} health=${t} />`}
    <div class="overview-foot">
      ${i.value&&C`<${St} status=${i.value} health=${t} />`}
      <${tt} />
    </div>
  <//>`}function mt(){document.querySelector(`.overview-foot input`)?.focus()}function ht({health:e,status:t}){let n=e.throttling,i=n?.now??[],a=(n?.since_start??[]).filter(e=>!i.includes(e)),o=vt(e);return C`<div class="admin-warnings">
    ${t?.store.trouble&&C`<p class="alert" role="alert">${r(`admin.trouble`,{reason:t.store.trouble})}</p>`}
    ${(t?.tasks??[]).filter(({state:e})=>e===`failing`).map(({process:e,name:t,error:n})=>C`<p key=${`${e} ${t}`} class="alert" role="alert">${r(`admin.task-failing`,{name:t,reason:n})}</p>`)}
    ${t&&Math.abs(t.clock.off)>=ft&&C`<p class="admin-remark">${_t(t.clock)}</p>`}
    <${gt} certificate=${t?.certificate??null} />
    ${o!==null&&o<10&&C`<p class="alert" role="alert">${r(`admin.disk-scarce`)}</p>`}
    ${i.map(e=>C`<p key=${e} class="alert" role="alert">${r(`admin.flag.${e}.now`)}</p>`)}
    ${a.map(e=>C`<p key=${e} class="admin-remark">${r(`admin.flag.${e}.before`)}</p>`)}
  </div>`}function gt({certificate:e}){if(!e||e.state===`valid`)return null;let{begins:t,ends:n,state:a}=e,o=i(a===`early`?t:n),s=r(dt[a],{day:o});return a===`soon`?C`<p class="admin-remark">${s}</p>`:C`<p class="alert" role="alert">${s}</p>`}function _t({off:e,left:t}){let n=M(Math.abs(e)/1e3);return`${r(e>0?`admin.clock.ahead`:`admin.clock.behind`,{off:n})} ${t===null?r(`admin.clock.synchronised`):r(`admin.clock.later`,{left:M(Math.max(t,ft)/1e3)})}`}function vt({samples:e,disk_total:t}){let n=e.at(-1);return n&&t>0?100*n.disk_free/t:null}function yt({health:e}){let{samples:t,disk_total:n}=e,i=t.at(-1),a=i?.memory?.total,o=vt(e),s=bt(e);return C`<p class="admin-muted" role=${i?void 0:`status`}>${xt(e,s)}</p>
  <ul class="tiles" aria-label=${r(`admin.charts`)}>
    <${$}
      name=${r(`admin.connections`)}
      course=${s}
      values=${t.map(e=>e.connections)}
      others=${t.map(e=>e.online)}
      show=${A}
      least=${4}
      note=${i&&r(`admin.online`,{count:A(i.online)})}
    />
    <${$}
      name=${r(`admin.messages-s`)}
      course=${s}
      values=${t.map(e=>e.messages)}
      show=${e=>A(e,+(e<10))}
    />
    <${$}
      name=${r(`admin.cpu`)}
      course=${s}
      values=${t.map(e=>e.cpu)}
      others=${t.map(e=>e.server_cpu)}
      show=${j}
      least=${100}
      note=${i&&r(`admin.server-share`,{share:j(i.server_cpu)})}
    />
    <${$}
      name=${r(`admin.memory`)}
      course=${s}
      values=${t.map(({memory:e})=>e?100*(e.total-e.available)/e.total:null)}
      others=${t.map(({memory:e,server_memory:t})=>e?100*t/e.total:null)}
      show=${j}
      least=${100}
      note=${i&&(a?r(`admin.memory-note`,{total:E(a),server:E(i.server_memory)}):r(`admin.server-share`,{share:E(i.server_memory)}))}
    />
    <${$}
      name=${r(`admin.disk`)}
      course=${s}
      values=${t.map(e=>100*(n-e.disk_free)/n)}
      show=${j}
      least=${100}
      limit=${90}
      note=${i&&r(`admin.disk-note`,{free:E(i.disk_free),total:E(n)})}
      bad=${o!==null&&o<10}
    />
    ${t.some(e=>e.temperature!==null)&&C`<${$}
        name=${r(`admin.temperature`)}
        course=${s}
        values=${t.map(e=>e.temperature)}
        show=${ce}
        bottom=${20}
        least=${100}
        limit=${80}
        note=${e.throttling?r(e.throttling.now.length>0?`admin.throttled`:`admin.unthrottled`):``}
        bad=${(i?.temperature??0)>=80}
      />`}
  </ul>`}function bt({samples:e,every_s:t}){let n=e.map(({at:e})=>e),r=n.at(-1)??0,i=180*t;return{times:n,from:r-1e3*i,to:r,every:1e3*t,span:M(i)}}function xt({every_s:e},{times:t,from:n,every:i,span:a}){let[o]=t;if(o===void 0)return r(`admin.unmeasured`,{count:A(e)});let s=r(`admin.measured`,{span:a,count:A(e)});return o>n+2*i?`${s} ${r(`admin.measured-since`,{time:l(o)})}`:s}function St({status:e,health:t}){let{users:n,store:i}=e,a=[[r(`admin.address`),e.public_url],[r(`admin.machine`),[t?.model,t&&r(`admin.cores`,{count:t.cpus})].filter(Boolean).join(`, `)],[r(`admin.version`),e.version],[r(`admin.uptime`),M(e.uptime_s)],[r(`admin.accounts`),r(`admin.accounts-of`,{total:A(n.total),disabled:A(n.disabled)})],[r(`admin.conversations`),A(e.conversations)],[r(`admin.messages`),A(e.messages)],[r(`admin.store`),`${i.engine}, ${E(i.size_bytes)}`],[r(`admin.encryption`),e.sealing]];return C`<${z} title=${r(`admin.server`)}><${B} facts=${a.filter(([,e])=>e)} /><//>`}const Ct=Object.freeze({ok:`good`,drift:`bad`,restart:``,"no effect":``,unseen:``,left:``});function wt(){let e=P(),{value:t,error:n}=I(()=>e.tuning(),[e]),i=t?.record;return C`<${R} title=${r(`admin.tuning.title`)} intro=${r(`admin.tuning.intro`)}>
    <${H} error=${n} say=${F} />
    ${!t&&!n&&C`<${V} />`}
    ${t?.status===`untuned`&&C`<p class="admin-remark">${r(`admin.tuning.untuned`)}</p>`}
    ${t?.status===`unreadable`&&C`<p class="admin-remark">${r(`admin.tuning.unreadable`)}</p>`}
    ${i&&C`<${z} title=${r(`admin.tuning.board`)}>
          <${B}
            facts=${[[r(`admin.machine`),i.model||`–`],[r(`admin.tuning.system`),i.title||`–`],[r(`admin.tuning.profile`),i.profile],[r(`admin.tuning.at`),N(i.at)]]}
          />
        <//>
        ${[...Tt(i.knobs)].map(([e,t])=>C`<${z} key=${e} title=${Et(e)}>
            <ul class="admin-plain knobs">
              ${t.map(e=>C`<${Dt} key=${e.name} knob=${e} />`)}
            </ul>
          <//>`)}`}
  <//>`}function Tt(e){let t=/* @__PURE__ */ new Map;for(let n of e)n.state!==`left`&&t.set(n.group,[...t.get(n.group)??[],n]);return t}function Et(e){return{boot:r(`admin.tuning.group.boot`),cpu:r(`admin.tuning.group.cpu`),memory:r(`admin.tuning.group.memory`),network:r(`admin.tuning.group.network`),security:r(`admin.tuning.group.security`),services:r(`admin.tuning.group.services`),storage:r(`admin.tuning.group.storage`)}[e]??e}function Dt({knob:e}){let t=Ct[e.state]??``;return C`<li>
    <span class="row-main">
      <span class="knob-name" lang="en">${e.name}</span>
      <span class="row-sub wrap" lang="en">${e.remark||e.why}</span>
    </span>
    <span class="knob-value">
      <span lang="en">${Ot(e.live??e.desired,e.unit)}</span>
      ${e.live!==null&&e.live!==e.desired&&C`<span class="row-sub">${r(`admin.tuning.expected`,{value:Ot(e.desired,e.unit)})}</span>`}
    </span>
    <span class=${`tag ${t}`}>${kt(e.state)}</span>
  </li>`}function Ot(e,t){return e===null?`–`:`${e} ${t}`.trim()}function kt(e){return{ok:r(`admin.tuning.state.ok`),drift:r(`admin.tuning.state.drift`),restart:r(`admin.tuning.state.restart`),"no effect":r(`admin.tuning.state.no-effect`),unseen:r(`admin.tuning.state.unseen`)}[e]??e}function At(){let e=P(),t=y().user.value?.id,n=L(async(t,n)=>{let{users:r,more:i}=await e.users({q:t||void 0,after:n,limit:50});return{items:r,more:i}},e=>e.login),i=C`<a class="button quiet" href=${q.importUsers}>${r(`admin.import.title`)}</a>
    <a class="button primary" href=${q.newUser}>${r(`admin.user.add`)}</a>`;return C`<${R} title=${r(`admin.users.title`)} actions=${i}>
    <${U} label=${r(`admin.users.search`)} value=${n.query} onInput=${n.setQuery} />
    <${H} error=${n.error} say=${F} />
    ${!n.items&&!n.error&&C`<${V} />`}
    <ul class="admin-rows" aria-busy=${n.busy} aria-label=${r(`admin.users.title`)}>
      ${n.items?.map(e=>C`<li key=${e.id}>
          <a class=${e.disabled?`admin-row disabled`:`admin-row`} href=${q.user(e.id)}>
            <${w} id=${e.id} name=${e.name} avatar=${e.avatar} />
            <span class="row-main">
              <span class="row-title">
                <bdi>${e.name}</bdi>${e.id===t&&C` <span class="admin-me">${r(`people.me`)}</span>`}
              </span>
              <span class="row-sub">@${e.login}</span>
            </span>
            ${e.role!==`member`&&C`<span class="tag">${r(`admin.role.${e.role}`)}</span>`}
            ${e.disabled&&C`<span class="tag warn">${r(`admin.user.disabled`)}</span>`}
            <${K} name="next" />
          </a>
        </li>`)}
    </ul>
    ${n.items?.length===0&&C`<p class="empty-note" role="status">${r(`people.none`)}</p>`}
    ${n.more&&C`<button type="button" class="button quiet admin-more" disabled=${n.busy} onClick=${n.loadMore}>
        ${r(`people.more`)}
      </button>`}
  <//>`}function jt({id:e}){let t=P(),n=y().user.value,{value:i,error:a,reload:o}=I(()=>t.user(e),[t,e]),s=i!==null&&(n?.role===`owner`||i.role!==`owner`);return C`<${R} title=${i?.name??r(`admin.users.title`)} back=${q.users}>
    <${H} error=${a} say=${F} />
    ${!i&&!a&&C`<${V} />`}
    ${i&&C`<${z} title=${r(`admin.user.about`)}>
          <div class="admin-profile">
            <${w} id=${i.id} name=${i.name} avatar=${i.avatar} size="large" />
            <${B} facts=${Mt(i)} />
          </div>
          ${s&&i.avatar&&C`<${xe}
              name=${i.name}
              onRemove=${async()=>{await t.removeUserAvatar(i.id),await o()}}
            />`}
        <//>
        ${!s&&C`<p class="admin-remark">${r(`admin.user.owners-only`)}</p>`}
        ${s&&C`<${Nt} user=${i} onChanged=${o} />`}
        ${s&&i.id!==n?.id&&C`<${Pt} user=${i} mine=${n?.role??`admin`} onChanged=${o} />`}
        ${i.id===n?.id&&C`<p class="admin-remark">${r(`admin.user.yourself`)}</p>`}
        <${Ft} user=${i} />`}
  <//>`}function Mt(e){return[[r(`link.login`),C`<bdi>@${e.login}</bdi>`],[r(`admin.role`),r(`admin.role.${e.role}`)],[r(`admin.user.state`),r(e.disabled?`admin.user.disabled`:`admin.user.enabled`)],[r(`admin.user.since`),le(e.created_at)],[r(`admin.conversations`),A(e.conversations)]]}function Nt({user:e,onChanged:t}){let n=P(),[i,a]=T(e.name),{busy:o,error:s,run:c}=x(async()=>{await n.changeUser(e.id,{name:i.trim()}),await t()}),l=i.trim()!==``&&i.trim()!==e.name;return C`<${z} title=${r(`admin.user.name`)}>
    <form
      class="admin-line"
      onSubmit=${e=>{e.preventDefault(),l&&c()}}
    >
      <${b}
        label=${r(`admin.user.shown`)}
        error=${s?F(s):void 0}
        value=${i}
        onInput=${a}
        autocomplete="off"
        maxlength=${100}
      />
      <button class="button quiet" disabled=${o||!l}>${r(`group.rename`)}</button>
    </form>
  <//>`}function Pt({user:e,mine:t,onChanged:n}){let i=P(),[a,o]=T(null),[s,c]=T(e.role),[l,u]=T(null),{busy:d,error:f,run:p}=x(async e=>{await e(),await n()}),m={name:e.name},h=()=>u(null);return C`<${z} title=${r(`admin.role`)}>
      <${H} error=${f} say=${F} />
      <${Z}
        legend=${r(`admin.user.may`)}
        value=${s}
        mine=${t}
        onChoose=${c}
      />
      <button
        type="button"
        class="button quiet"
        disabled=${d||s===e.role}
        onClick=${()=>p(()=>i.changeUser(e.id,{role:s}))}
      >
        ${r(`admin.role.save`)}
      </button>
    <//>
    <${z} title=${r(`admin.user.access`)}>
      ${a&&C`<${X} key=${a.code} link=${a} purpose=${r(`admin.link.password`,{login:e.login})} />`}
      <div class="admin-choices">
        <div>
          <p>${r(`admin.user.reset-note`)}</p>
          <button
            type="button"
            class="button quiet"
            disabled=${d}
            onClick=${()=>p(async()=>o(await i.passwordLink(e.id)))}
          >
            ${r(`admin.user.reset`)}
          </button>
        </div>
        <div>
          <p>${r(e.disabled?`admin.user.enable-note`:`admin.user.disable-note`)}</p>
          ${e.disabled?C`<button
                  type="button"
                  class="button quiet"
                  disabled=${d}
                  onClick=${()=>p(()=>i.changeUser(e.id,{disabled:!1}))}
                >
                  ${r(`admin.user.enable`)}
                </button>`:C`<button type="button" class="button danger" onClick=${()=>u(`disable`)}>
                  ${r(`admin.user.disable`)}
                </button>`}
        </div>
        <div>
          <p>${r(`admin.user.remove-note`)}</p>
          <button type="button" class="button danger" onClick=${()=>u(`remove`)}>
            ${r(`admin.user.remove`)}
          </button>
        </div>
      </div>
    <//>
    ${l===`disable`&&C`<${J}
        title=${r(`admin.user.disable-ask`,m)}
        text=${r(`admin.user.disable-note`)}
        action=${r(`admin.user.disable`)}
        onConfirm=${async()=>{await i.changeUser(e.id,{disabled:!0}),await n()}}
        onClose=${h}
      />`}
    ${l===`remove`&&C`<${J}
        title=${r(`admin.user.remove-ask`,m)}
        text=${r(`admin.user.remove-note`)}
        action=${r(`admin.user.remove`)}
        onConfirm=${async()=>{await i.removeUser(e.id),S(q.users,{replace:!0})}}
        onClose=${h}
      />`}`}function Ft({user:e}){return C`<${z} title=${r(`admin.user.devices`)}>
    ${e.sessions.length===0&&C`<p class="admin-muted">${r(`admin.user.no-devices`)}</p>`}
    <ul class="admin-plain">
      ${e.sessions.map(e=>C`<li key=${e.id}>
          <span class="row-main">
            <span class="row-title"><bdi>${e.device||r(`admin.user.device`)}</bdi></span>
            <span class="row-sub">${r(`admin.user.last-seen`,{when:N(e.last_seen_at)})}</span>
          </span>
          ${e.online&&C`<span class="tag good">${r(`admin.user.online`)}</span>`}
        </li>`)}
    </ul>
  <//>`}te({en:O,zh:se});function It({section:e,item:t}){let n=y(),r=m(()=>new oe(n.api),[n]);return n.user.value?.role===`member`?C`<${zt} />`:C`<${ue.Provider} value=${r}>
    <div class="admin">
      <${Qe} section=${e} />
      <main class="admin-main">
        ${t!==`import`&&C`<${Fe} userImport=${ve(n)} />`}
        ${Lt(e,Rt(t))}
      </main>
    </div>
  <//>`}function Lt(e,t){switch(e){case`users`:return t===`new`?C`<${et} />`:t===`import`?C`<${Ve} />`:t?C`<${jt} key=${t} id=${t} />`:C`<${At} />`;case`invites`:return C`<${Je} />`;case`groups`:return t===`new`?C`<${$e} />`:t?C`<${Se} key=${t} id=${t} />`:C`<${be} />`;case`tuning`:return C`<${wt} />`;case`audit`:return C`<${de} />`;default:return C`<${pt} />`}}function Rt(e){try{return decodeURIComponent(e)}catch{return e}}function zt(){return C`<main class="starting">
    <h1>${r(`admin.title`)}</h1>
    <p>${r(`admin.not-yours`)}</p>
    <a class="button primary" href=${v.home}>${r(`conversation.back-to-chats`)}</a>
  </main>`}export{It as Admin};
