/* Made by scripts/bundle from imserver/web/, where the sources and licences are. */
import{$ as e,A as t,At as n,B as r,C as i,Ct as a,D as o,Dt as s,E as c,Et as l,F as u,G as d,Gt as f,H as p,Ht as m,I as h,It as g,J as _,K as v,Kt as y,L as b,Mt as x,N as S,Nt as ee,O as C,Ot as te,P as w,Pt as T,Q as E,R as D,Rt as ne,S as re,St as O,T as ie,Tt as k,U as ae,Ut as A,V as oe,Vt as se,W as ce,Wt as le,X as ue,Y as de,Z as fe,_ as pe,_t as me,a as he,at as j,b as ge,bt as _e,c as ve,ct as ye,d as be,dt as M,et as xe,f as Se,ft as Ce,g as we,gt as N,h as Te,ht as Ee,i as De,it as Oe,j as ke,jt as P,k as Ae,kt as je,l as Me,lt as Ne,m as Pe,mt as F,n as I,nt as Fe,o as Ie,ot as L,p as Le,pt as Re,q as ze,r as Be,rt as Ve,s as He,st as R,t as z,tt as Ue,u as We,ut as B,v as Ge,vt as Ke,w as qe,wt as V,x as Je,xt as Ye,y as Xe,z as Ze,zt as Qe}from"./main.js";var $e=Object.defineProperty,H=(e,t)=>{let n=Object.setPrototypeOf({},null);for(var r in e)$e(n,r,{get:e[r],enumerable:!0});return t&1||$e(n,Symbol.toStringTag,{value:`Module`}),t&2?n:Object.preventExtensions(n)};O({en:{"error.link_invalid":`It was used already, has expired, or never existed. Ask for a new one.`,"error.password_weak":`Use 8 to 256 characters, and not the login.`,"link.busy":`One moment …`,"link.checking":`One moment …`,"link.invalid":`This link isn’t valid`,"link.invite.intro":`Create your account, and chat with the others.`,"link.invite.submit":`Create my account`,"link.invite.title":`You’re invited to {server}`,"link.login":`Login`,"link.login-hint":`What you sign in with, such as “maria”.`,"link.name":`Your name`,"link.name-hint":`What others see. You can leave it empty.`,"link.password":`New password`,"link.password-hint":`At least 8 characters.`,"link.password.intro":`Choose a new password for “{login}” on {server}.`,"link.password.submit":`Save and sign in`,"link.password.title":`New password`,"link.server":`Name of the server`,"link.server-hint":`Such as the name of your school, team or family. Everybody sees it, and you can change it later.`,"link.setup.intro":`This is a new server. Create the account that will run it.`,"link.setup.submit":`Create the administrator`,"link.setup.title":`Set up your server`,"link.to-login":`To the sign-in page`},zh:{"error.link_invalid":`该链接已被使用、已过期或不存在，请索取新的链接。`,"error.password_weak":`请使用 8 到 256 个字符，且不能与账号名相同。`,"link.busy":`请稍候…`,"link.checking":`请稍候…`,"link.invalid":`链接无效`,"link.invite.intro":`创建账号，和大家一起聊天。`,"link.invite.submit":`创建我的账号`,"link.invite.title":`邀请您加入 {server}`,"link.login":`账号`,"link.login-hint":`用于登录，例如“xiaoming”。`,"link.name":`您的姓名`,"link.name-hint":`其他人看到的名字，可以不填。`,"link.password":`新密码`,"link.password-hint":`至少 8 个字符。`,"link.password.intro":`请为“{login}”在 {server} 上设置新密码。`,"link.password.submit":`保存并登录`,"link.password.title":`设置新密码`,"link.server":`服务器名称`,"link.server-hint":`例如学校、团队或家庭的名称。所有人都会看到，以后可以更改。`,"link.setup.intro":`这是一台新的服务器，请创建管理它的账号。`,"link.setup.submit":`创建管理员`,"link.setup.title":`设置您的服务器`,"link.to-login":`前往登录`}}),O({en:{"group.add":`Add somebody`,"group.chosen":`Chosen people`,"group.create-empty":`Create a group`,"group.create.one":`Create a group with {count} person`,"group.create.other":`Create a group with {count} people`,"group.new":`New group`,"group.rename":`Save the name`,"group.title":`Name of the group`,"group.unpick":`Leave out {name}`,"list.invite":`Invite people`,"people.alone":`Nobody else is here yet.`,"people.me":`(you)`,"people.none":`Nobody is called that.`,"people.others.one":`and {count} more`,"people.others.other":`and {count} more`,"people.search":`Search by name or login`},zh:{"group.add":`添加成员`,"group.chosen":`已选择的人`,"group.create-empty":`创建群组`,"group.create.one":`创建群组（{count} 人）`,"group.create.other":`创建群组（{count} 人）`,"group.new":`新建群组`,"group.rename":`保存名称`,"group.title":`群组名称`,"group.unpick":`移除{name}`,"list.invite":`邀请他人`,"people.alone":`这里还没有其他人。`,"people.me":`（我）`,"people.none":`没有找到这个人。`,"people.others.one":`还有 {count} 人`,"people.others.other":`还有 {count} 人`,"people.search":`按姓名或账号搜索`}});function et(e,t){let{api:n}=B(),[r,i]=g(null),[a,o]=g(null),[s,c]=g(!1),[l,u]=g(null);return P(()=>{let t=!0,a=setTimeout(()=>n.users({q:e.trim()||void 0,limit:50}).then(n=>{t&&(i(n.users),c(n.more),u(null),o(e))},e=>t&&u(y(e))),r?150:0);return()=>{t=!1,clearTimeout(a)}},[e]),{people:r?.filter(({id:e})=>!t.includes(e)),current:a===e,more:s,error:l,loadMore:async()=>{let t=await n.users({q:e.trim()||void 0,limit:50,after:r?.at(-1)?.login});i([...r??[],...t.users]),c(t.more)}}}function tt({label:e,without:t,chosen:n,busy:r=!1,autofocus:i=!1,onPick:a}){let[o,s]=g(``),{people:c,current:u,more:d,error:f,loadMore:p}=et(o,t);return N`<div class="people-search" data-arrows>
    <div class="search-box">
      <${D} name="search" />
      <input
        type="search"
        value=${o}
        placeholder=${e}
        aria-label=${e}
        autocapitalize="none"
        spellcheck=${!1}
        ref=${i?Te:void 0}
        onInput=${e=>s(e.target.value)}
      />
    </div>
    ${f&&N`<p class="alert" role="alert">${l(f)}</p>`}
    <ul class="rows" aria-busy=${r||!u} data-choices>
      ${c?.map(e=>{let t=n?.includes(e.id);return N`<li key=${e.id}>
          <button type="button" class="row" disabled=${r} aria-pressed=${t} onClick=${()=>a(e)}>
            <${b} id=${e.id} name=${e.name} />
            <span class="row-main">
              <span class="row-title"><bdi>${e.name}</bdi></span>
              <span class="row-sub">@${e.login}</span>
            </span>
            ${n&&N`<${rt} on=${t} />`}
          </button>
        </li>`})}
    </ul>
    ${c?.length===0&&N`<${nt} isAlone=${!o.trim()} />`}
    ${d&&N`<button type="button" class="button quiet" onClick=${p}>${V(`people.more`)}</button>`}
  </div>`}function nt({isAlone:e}){let t=B().user.value;return N`<p class="empty-note" role="status">
    ${V(e?`people.alone`:`people.none`)}
    ${e&&t?.role!==`member`&&N` <a href=${L.invites}>${V(`list.invite`)}</a>`}
  </p>`}function rt({on:e}){return N`<span class=${e?`tick on`:`tick`}>${e&&N`<${D} name="check" />`}</span>`}var it=class{#e;#t;#n;#r;#i;#a=[];#o=0;#s=!1;#c=0;#l=0;#u=null;#d=!1;#f=null;constructor({history:e,address:t,after:n,visit:r,onway:i=()=>{}}){this.#e=e,this.#t=t,this.#n=n,this.#r=r,this.#i=i,this.#c=this.#l=this.#_().at,this.#h()}open(e){let t={id:`${this.#r}.${++this.#o}`,close:e,asked:!1};return this.#a.push(t),this.#m(),()=>{this.#a=this.#a.filter(e=>e!==t),this.#m()}}close(){let e=this.#a.at(-1);return e?.close(),e!==void 0}clear(){let e=this.#_();for(let t of this.#a)e.layers.indexOf(t.id)>=e.base&&this.#p(t);this.#h()}moved(){let e=this.#c,{at:t,layers:n}=this.#_();if(t!==e&&(this.#d=t>e),this.#c=t,this.#f)return this.#f();for(let e of[...this.#a].reverse())n.includes(e.id)||(this.#p(e),e.close());this.#m()}#p(e){e.asked=!0,this.#n(300,()=>{e.asked=!1,this.#h()})}#m(){this.#s||(this.#s=!0,this.#n(0,()=>{this.#s=!1,this.#h()}))}#h(){if(this.#f)return;let e=this.#_(),t=this.#v(),n=e.layers.findIndex((e,n)=>e!==t[n]),r=n===-1?e.layers.length:n,i=e.layers.length-Math.max(r,e.base);if(i>0)return this.#g(this.#d&&e.at<this.#l?1:-i);let a=e.layers.slice(0,r),o=Math.min(e.base,r);r<e.layers.length&&this.#y({...e,base:o,layers:a});for(let n of t.slice(r))a=[...a,n],this.#c=this.#l=this.#c+1,this.#e.pushState({at:this.#c,from:e.from,base:o,layers:a},``)}#g(e){this.#i(new Promise(e=>{let t=()=>{this.#f=null,this.#h(),this.#f||e()};this.#f=t,this.#n(1e3,()=>{if(this.#f!==t)return;let e=this.#_();this.#y({...e,base:e.layers.length}),t()})})),this.#e.go(e)}#_(){let e=this.#u;this.#u=this.#t();let t=this.#e.state;if(ot(t))return t;this.#c=this.#l=this.#c+1;let n=this.#v();return this.#y({at:this.#c,from:e,base:n.length,layers:n})}#v(){return this.#a.filter(({asked:e})=>!e).map(({id:e})=>e)}#y(e){return this.#e.replaceState(e,``),e}};function at(e,t){return!ot(e)||e.from!==t?0:1+Math.max(0,e.layers.length-e.base)}function ot(e){return Array.isArray(e?.layers)}var st=/* @__PURE__ */ H({startLayers:()=>ct});let U;function ct({history:e,location:t,addEventListener:n}){U??=new it({history:e,address:()=>t.hash||`#/`,after:(e,t)=>setTimeout(t,e),visit:Date.now().toString(36),onway:e=>{ye.end=e.then(()=>{ye.end=null})}}),ye.clear=()=>U.clear(),n(`popstate`,()=>U.moved()),n(`hashchange`,()=>e.state??U.moved()),n(`click`,dt)}function W(e,t=!0){let n=T(e);n.current=e,x(()=>t?U?.open(()=>n.current()):void 0,[t])}function lt(){return U?.close()??!1}function ut(e){let t=at(history.state,e);t>0&&!ye.end?history.go(-t):R(e)}function dt(e){let t=e.target.closest?.(`a[href^='#']`);if(!t||e.defaultPrevented||e.button||e.ctrlKey||e.metaKey||e.shiftKey||e.altKey)return;e.preventDefault();let n=t.getAttribute(`href`)??``;t.hasAttribute(`data-up`)?ut(n):R(n)}var ft=/* @__PURE__ */ H({Popup:()=>mt});function pt(e){W(e);let t=T(null);return P(()=>{let e=t.current,n=Ge();return e.showModal(),!pe()&&document.activeElement?.matches(`input, textarea`)&&(e.tabIndex=-1,e.focus()),()=>{e.close(),n()}},[]),{ref:t,onCancel:n=>{n.target===t.current&&(n.preventDefault(),lt()||e())},onClose:n=>{n.target===t.current&&(n.preventDefault(),e())}}}function mt({label:e,anchor:t=null,kind:n=``,onClose:r,children:i}){let a=pt(r),o=T(null);return x(()=>{let e=a.ref.current;if(!e||!t)return;let n=new ResizeObserver(()=>{let{width:n,height:r}=e.getBoundingClientRect(),{innerWidth:i,innerHeight:a}=window,o=t.top-r-8,s=Math.min(t.bottom+8,a-r-8);e.style.top=`${Math.max(8,o>=8?o:s)}px`;let c=t.left+n<=i-8;e.style.left=`${Math.max(8,c?t.left:t.right-n)}px`});return n.observe(e),()=>n.disconnect()},[t]),N`<dialog
    ...${a}
    class=${`popup ${t?`anchored`:``} ${n}`}
    aria-label=${e}
    onPointerDown=${e=>{o.current=e.target}}
    onClick=${e=>e.target===o.current&&a.onClose(e)}
  >
    <div class="popup-body">${i}</div>
  </dialog>`}function ht(e,t,n=l){let{busy:r,error:i,run:a}=z(t),o=T(null),s=e.filter(e=>i?.fields[e]);return P(()=>{(o.current?.querySelector(`[aria-invalid]`))?.focus()},[i]),{busy:r,failure:i&&s.length===0?n(i):void 0,wrong:e=>i?.fields[e]?n(i.fields[e]):void 0,attributes:{ref:o,noValidate:!0,onSubmit:e=>{e.preventDefault(),a()}}}}const gt=[`byte`,`kilobyte`,`megabyte`,`gigabyte`,`terabyte`];function _t(e){let t=Math.min(gt.length-1,e<1?0:Math.floor(Math.log2(e)/10)),n=e/1024**t,r=+(t>0&&n<10),i=t>0?`short`:`long`,o={style:`unit`,unit:gt[t],unitDisplay:i,maximumFractionDigits:r};return new Intl.NumberFormat(a(),o).format(n)}var vt=/* @__PURE__ */ H({startArrows:()=>bt});function yt(e,{at:t,count:n,columns:r}){if(n===0)return null;let i=n-1;if(t===-1)return e===`ArrowDown`?0:e===`ArrowUp`?i:null;switch(e){case`ArrowDown`:return t+r<=i?t+r:t===i?null:i;case`ArrowUp`:return Math.max(-1,t-r);case`ArrowLeft`:return r>1?Math.max(0,t-1):null;case`ArrowRight`:return r>1?Math.min(i,t+1):null;case`Home`:return 0;case`End`:return i;default:return null}}function bt(e){let t=()=>{};e.addEventListener(`input`,()=>t()),e.addEventListener(`keydown`,e=>{t();let n=e.target,r=n.closest?.(`[data-arrows]`);if(!r||e.isComposing||e.defaultPrevented||e.ctrlKey||e.metaKey||e.altKey)return;let i=r.querySelector(`input`),a=n===i,o=xt(r),s=o.indexOf(n);if(!a&&s===-1)return;let c=yt(e.key,{at:s,count:o.length,columns:St(o)});if(c!==null)(c===-1?i:o[c])?.focus();else if(a&&e.key===`Enter`&&i.value)t=Ct(r);else{!a&&(e.key===`Backspace`||e.key.length===1&&e.key!==` `)&&i?.focus();return}e.preventDefault()})}function xt(e){return[...e.querySelectorAll(`[data-choices] :is(a, button):not(:disabled)`)]}function St(e){let t=e[0]?.offsetTop,n=e.findIndex(({offsetTop:e})=>e!==t);return e[0]?.closest(`[data-choices=grid]`)?n===-1?e.length:n:1}function Ct(e){let t=new MutationObserver(n);function n(){let[n]=xt(e);(n?n.closest(`[aria-busy=true]`):e.querySelector(`[aria-busy=true], .lazy`))||(t.disconnect(),n?.click())}return t.observe(e,{subtree:!0,childList:!0,attributes:!0,attributeFilter:[`aria-busy`]}),n(),()=>t.disconnect()}O({en:{"emoji.more":`More emoji`,"list.mark-read":`Mark as read`,"list.pin":`Pin to the top`,"list.unpin":`Unpin`,"message.copy":`Copy text`,"message.pin":`Pin for everybody`,"message.react-with":`React with {emoji}`,"message.readers":`Who has read it`,"message.recall":`Recall`,"message.select":`Select text`,"message.unpin":`Unpin`,"mute.always":`Mute until I say otherwise`,"mute.day":`Mute for a day`,"mute.hour":`Mute for an hour`,"mute.off":`Unmute`,"readers.delivered":`Delivered to`,"readers.read":`Read by`,"readers.waiting":`Not yet delivered to`,"recall.ask":`Recall this message for everybody? It can’t be brought back.`,"recall.ask-other":`Recall this message of somebody else for everybody? It can’t be brought back.`},zh:{"emoji.more":`更多表情`,"list.mark-read":`标为已读`,"list.pin":`置顶`,"list.unpin":`取消置顶`,"message.copy":`复制文字`,"message.pin":`为所有人置顶`,"message.react-with":`用 {emoji} 回应`,"message.readers":`谁已读`,"message.recall":`撤回`,"message.select":`选择文字`,"message.unpin":`取消置顶`,"mute.always":`一直免打扰`,"mute.day":`免打扰一天`,"mute.hour":`免打扰一小时`,"mute.off":`取消免打扰`,"readers.delivered":`已送达`,"readers.read":`已读`,"readers.waiting":`尚未送达`,"recall.ask":`为所有人撤回此消息？撤回后无法恢复。`,"recall.ask-other":`为所有人撤回这条他人的消息？撤回后无法恢复。`}});var wt=/* @__PURE__ */ H({ConversationMenu:()=>Et});const Tt=36e5;function Et({conversation:e,onClose:t}){let n=M(),{api:r}=B(),{id:i,preferences:a={},last_seq:o,unread:s=0}=e,c=ke(e,Date.now()),l=e=>()=>{F(r.setPreferences(i,{...a,...e})),t()};return N`<ul class="menu">
    ${s>0&&N`<${Dt} icon="checks" label=${V(`list.mark-read`)} onClick=${()=>{n.session.markRead(i,o),t()}} />`}
    <${Dt} icon="pin" label=${V(a.pinned?`list.unpin`:`list.pin`)} onClick=${l({pinned:!a.pinned})} />
    ${c?N`<${Dt} icon="mute" label=${V(`mute.off`)} onClick=${l({muted_until:0,...a.notify===`nothing`&&{notify:`all`}})} />`:N`<${Dt} icon="mute" label=${V(`mute.hour`)} onClick=${l({muted_until:Date.now()+Tt})} />
          <${Dt} icon="mute" label=${V(`mute.day`)} onClick=${l({muted_until:Date.now()+24*Tt})} />
          <${Dt} icon="mute" label=${V(`mute.always`)} onClick=${l({muted_until:Ae})} />`}
    <li>
      <a class="menu-item" href=${L.people(i)} onClick=${t}><${D} name="info" /><span>${V(`people.title`)}</span></a>
    </li>
  </ul>`}function Dt({icon:e,label:t,onClick:n}){return N`<li>
    <button type="button" class="menu-item" onClick=${n}><${D} name=${e} /><span>${t}</span></button>
  </li>`}function Ot({conversation:e,onAdded:t}){let{api:n}=B(),{session:r}=M(),{busy:i,error:a,run:o}=z(async i=>{r.learn(await n.addMember(e.id,i.id)),t?.()});return N`${a&&N`<p class="alert" role="alert">${l(a)}</p>`}
    <${tt}
      label=${V(`group.add`)}
      without=${e.members.map(({id:e})=>e)}
      busy=${i}
      autofocus
      onPick=${o}
    />`}function kt(e,t){let n=T(e),r=T(Promise.resolve(!0));return P(()=>{n.current=e},[e]),e=>(r.current=r.current.then(async()=>{let r=n.current,i={...r,...e};n.current=i;let a=await F(t(i));return!a&&n.current===i&&(n.current=r),a}),r.current)}function At(e,t){let[n,r]=g(null);return P(()=>r(t=>t?.value===e?null:t),[e]),[n?n.value:e,async e=>{let n={value:e},i=()=>r(e=>e===n?null:e);r(n);let a=!1;try{a=await t(e)!==!1}finally{a?setTimeout(i,5e3):i()}}]}function G({legend:e,options:t,value:n,disabled:r=!1,onChoose:i}){let[a,o]=At(n,i);return N`<fieldset class="choice" disabled=${r}>
    <legend>${e}</legend>
    <div class="segments">
      ${Object.entries(t).map(([t,n])=>N`<label class="segment">
          <input type="radio" name=${e} checked=${t===a} onChange=${()=>o(t)} />
          <span>${n}</span>
        </label>`)}
    </div>
  </fieldset>`}function jt({label:e,hint:t,on:n,disabled:r=!1,onChange:i}){let[a,o]=At(n,i);return N`<label class="switch">
    <span class="switch-text">
      <span>${e}</span>
      ${t&&N`<span class="note">${t}</span>`}
    </span>
    <input
      type="checkbox"
      role="switch"
      checked=${a}
      disabled=${r}
      onChange=${e=>o(e.target.checked)}
    />
  </label>`}O({en:{"block.hint":`While somebody is blocked, neither of you can write to the other directly.`,"block.off":`Unblock`,"block.on":`Block`,"composer.why.announcements":`Only owners and admins write in this group.`,"composer.why.blocked":`You have blocked this person.`,"composer.why.gone":`This person’s account doesn’t exist any more.`,"composer.why.silenced":`You are silenced in this group. Ask one of its admins.`,"group.leave":`Leave the group`,"group.leave-ask":`You will no longer see what is written in this group.`,"group.leave-sure":`Yes, leave`,"list.pin-label":`On top of your list`,"member.ban":`Remove for good`,"member.ban-ask":`Remove {name} for good? Nobody can add them again until the ban is lifted.`,"member.make-admin":`Make an admin`,"member.make-member":`Make a simple member`,"member.make-owner":`Make an owner`,"member.menu":`What to do about {name}`,"member.remove":`Remove from the group`,"member.remove-ask":`Remove {name} from the group?`,"member.silence":`Silence`,"member.silenced":`Silenced`,"member.unsilence":`Let speak again`,"member.write":`Write directly`,"mute.hint":`Nothing of it calls for you; it still counts what is unread.`,"mute.label":`Mute`,"notify.all":`All`,"notify.mentions":`Mentions`,"notify.nothing":`Nothing`,"notify.title":`Notify me of`,"people.members":`Members`,"people.title-of":`Details: {name}`,"pins.of":`Pinned message {number} of {count}`,"pins.single":`Pinned message`},zh:{"block.hint":`屏蔽期间，你们双方都不能互发私聊消息。`,"block.off":`取消屏蔽`,"block.on":`屏蔽`,"composer.why.announcements":`该群组只有群主和管理员可以发言。`,"composer.why.blocked":`您已屏蔽此人。`,"composer.why.gone":`对方的账号已不存在。`,"composer.why.silenced":`您在该群组中已被禁言，请联系管理员。`,"group.leave":`退出群组`,"group.leave-ask":`退出后将看不到该群组的消息。`,"group.leave-sure":`确定退出`,"list.pin-label":`置顶于列表`,"member.ban":`永久移除`,"member.ban-ask":`永久移除{name}？解除前任何人都不能再将其加入。`,"member.make-admin":`设为管理员`,"member.make-member":`设为普通成员`,"member.make-owner":`设为群主`,"member.menu":`对{name}的操作`,"member.remove":`移出群组`,"member.remove-ask":`将{name}移出群组？`,"member.silence":`禁言`,"member.silenced":`已禁言`,"member.unsilence":`解除禁言`,"member.write":`发私聊`,"mute.hint":`不再提醒，但仍会统计未读消息。`,"mute.label":`免打扰`,"notify.all":`全部`,"notify.mentions":`仅提及`,"notify.nothing":`不提醒`,"notify.title":`提醒我`,"people.members":`成员`,"people.title-of":`{name}的详情`,"pins.of":`置顶消息 {number}/{count}`,"pins.single":`置顶消息`}}),O({en:{"rules.admins":`Owners, admins`,"rules.banned":`Removed for good`,"rules.days":`{count} days`,"rules.everybody":`Everybody`,"rules.forever":`For ever`,"rules.from-beginning":`Everything`,"rules.from-joining":`From joining on`,"rules.history":`What newcomers see`,"rules.mention-all":`Who may mention everyone`,"rules.posting":`Who writes`,"rules.retention":`How long messages are kept`,"rules.title":`Rules of the group`,"rules.unban":`Lift`},zh:{"rules.admins":`群主和管理员`,"rules.banned":`已永久移除`,"rules.days":`{count} 天`,"rules.everybody":`所有人`,"rules.forever":`永久`,"rules.from-beginning":`全部消息`,"rules.from-joining":`加入之后`,"rules.history":`新成员可见`,"rules.mention-all":`谁可以提及所有人`,"rules.posting":`谁可以发言`,"rules.retention":`消息保留时间`,"rules.title":`群组规则`,"rules.unban":`解除`}});const Mt=86400,Nt=[0,Mt,7*Mt,30*Mt,365*Mt];function Pt({conversation:e}){let{api:t}=B(),{session:n}=M(),[r,i]=g(e.title),{busy:a,error:o,run:s}=z(async()=>n.learn(await t.changeGroup(e.id,{title:r.trim()}))),c=r.trim()!==``&&r.trim()!==e.title;return N`<form
    class="form inset"
    onSubmit=${e=>{e.preventDefault(),s()}}
  >
    <${I}
      label=${V(`group.title`)}
      error=${o?l(o):void 0}
      value=${r}
      onInput=${i}
      maxlength=${100}
    />
    ${c&&N`<button class="button primary" disabled=${a}>${V(`group.rename`)}</button>`}
  </form>`}function Ft({conversation:e}){let{api:t}=B(),{session:n}=M(),{id:r,settings:i={}}=e,[a,o]=g(!1),{posting:s=`everybody`,mention_all:c=`admins`,history:l=`beginning`,retention_s:u=0}=i,d=kt(i,e=>t.changeGroup(r,{settings:e}).then(e=>n.learn(e))),[f,p]=At(u,e=>d({retention_s:e}));if(!a)return N`<div class="inset">
      <button type="button" class="button quiet" aria-expanded="false" onClick=${()=>o(!0)}>${V(`rules.title`)}</button>
    </div>`;let m={everybody:V(`rules.everybody`),admins:V(`rules.admins`)},h=[.../* @__PURE__ */ new Set([...Nt,u,f])].sort((e,t)=>e-t);return N`<h2 class="section-title">${V(`rules.title`)}</h2>
    <${G} legend=${V(`rules.posting`)} options=${m} value=${s} onChoose=${e=>d({posting:e})} />
    <${G} legend=${V(`rules.mention-all`)} options=${m} value=${c} onChoose=${e=>d({mention_all:e})} />
    <${G}
      legend=${V(`rules.history`)}
      options=${{beginning:V(`rules.from-beginning`),joining:V(`rules.from-joining`)}}
      value=${l}
      onChoose=${e=>d({history:e})}
    />
    <div class="inset field">
      <label for="retention">${V(`rules.retention`)}</label>
      <select
        id="retention"
        value=${String(f)}
        onChange=${e=>p(Number(e.target.value))}
      >
        ${h.map(e=>N`<option key=${e} value=${String(e)}>${e===0?V(`rules.forever`):V(`rules.days`,{count:Math.round(e/Mt)})}</option>`)}
      </select>
    </div>
    <${It} id=${r} />`}function It({id:e}){let{api:t}=B(),[n,r]=g([]),i=()=>F(t.bans(e).then(({users:e})=>r(e)));if(P(()=>{i()},[e]),n.length===0)return null;let a=async n=>{await F(t.ban(e,n,!1)),await i()};return N`<h2 class="section-title">${V(`rules.banned`)}</h2>
    <ul class="rows">
      ${n.map(e=>N`<li key=${e.id} class="row still">
        <${b} id=${e.id} name=${e.name} size="small" />
        <span class="row-main"><span class="row-title"><bdi>${e.name}</bdi></span></span>
        <button type="button" class="button quiet small" onClick=${()=>a(e.id)}>${V(`rules.unban`)}</button>
      </li>`)}
    </ul>`}function Lt({conversation:e,member:t}){let n=M(),[r,i]=g(null),a=t.id===n.me,o=n.people.online.value.has(t.id);return N`<li class="row still">
    <${b} id=${t.id} name=${t.name} online=${o} />
    <span class="row-main">
      <span class="row-title">
        <bdi>${t.name}</bdi>${` `} ${a&&N`<span class="row-sub">${V(`people.me`)}</span>`}
      </span>
      <span class="row-sub">@${t.login}</span>
    </span>
    ${t.silenced&&N`<span class="tag">${V(`member.silenced`)}</span>`}
    ${t.role!==`member`&&N`<span class="tag">${V(`role.${t.role}`)}</span>`}
    ${!a&&N`<button
      type="button"
      class="icon-button"
      aria-label=${V(`member.menu`,{name:t.name})}
      title=${V(`member.menu`,{name:t.name})}
      onClick=${e=>i(e.currentTarget.getBoundingClientRect())}
    >
      <${D} name="more" />
    </button>`}
    ${r&&N`<${Xe} label=${t.name} anchor=${r} kind="menu" onClose=${()=>i(null)}>
      <${Rt} conversation=${e} member=${t} onClose=${()=>i(null)} />
    <//>`}
  </li>`}function Rt({conversation:e,member:t,onClose:n}){let r=M(),{api:i}=B(),[a,o]=g(null),{id:s,role:c}=e,l=c!==`member`,u=t.role===`owner`&&c!==`owner`,d=e=>async()=>{n(),await F(e())},f=async()=>{let e=await i.direct(t.id);r.session.learn(e),R(L.conversation(e.id))},p=e=>d(async()=>r.session.learn(await i.addMember(s,t.id,e)));if(W(()=>o(null),a!==null),a){let e=a===`ban`?()=>i.ban(s,t.id,!0):()=>i.removeMember(s,t.id);return N`<div class="confirm">
      <p>${V(a===`ban`?`member.ban-ask`:`member.remove-ask`,{name:t.name})}</p>
      <div class="confirm-buttons">
        <button type="button" class="button quiet" onClick=${n}>${V(`cancel`)}</button>
        <button type="button" class="button danger" onClick=${d(e)}>
          ${V(a===`ban`?`member.ban`:`member.remove`)}
        </button>
      </div>
    </div>`}return N`<ul class="menu">
    <${K} icon="talk" label=${V(`member.write`)} onClick=${d(f)} />
    ${l&&!u&&t.role!==`admin`&&N`<${K} icon="up" label=${V(`member.make-admin`)} onClick=${p(`admin`)} />`}
    ${c===`owner`&&t.role!==`owner`&&N`<${K} icon="up" label=${V(`member.make-owner`)} onClick=${p(`owner`)} />`}
    ${l&&!u&&t.role!==`member`&&N`<${K} icon="down" label=${V(`member.make-member`)} onClick=${p(`member`)} />`}
    ${l&&t.role===`member`&&N`<${K}
      icon="mute"
      label=${V(t.silenced?`member.unsilence`:`member.silence`)}
      onClick=${d(()=>i.silence(s,t.id,!t.silenced))}
    />`}
    ${l&&!u&&N`<${K} icon="close" danger label=${V(`member.remove`)} onClick=${()=>o(`remove`)} />`}
    ${l&&!u&&N`<${K} icon="warning" danger label=${V(`member.ban`)} onClick=${()=>o(`ban`)} />`}
  </ul>`}function K({icon:e,label:t,danger:n=!1,onClick:r}){return N`<li>
    <button type="button" class=${n?`menu-item danger`:`menu-item`} onClick=${r}>
      <${D} name=${e} /><span>${t}</span>
    </button>
  </li>`}function q({title:e,label:t=e,back:n,onClose:r,footer:i,children:a}){return N`<section class="panel" aria-label=${t}>
    <header class="bar">
      ${n&&N`<a class="icon-button" href=${n} data-up aria-label=${V(`back`)} title=${V(`back`)}><${D} name="back" /></a>`}
      <h1 class="bar-title" tabindex=${r&&`-1`} ref=${r&&oe}>${e}</h1>
      ${r&&N`<button type="button" class="icon-button" aria-label=${V(`close`)} title=${V(`close`)} onClick=${r}><${D} name="close" /></button>`}
    </header>
    <div class="panel-body">${a}</div>
    ${i&&N`<footer class="panel-foot">${i}</footer>`}
  </section>`}var zt=/* @__PURE__ */ H({DetailsPanel:()=>Bt});function Bt({id:e,beside:t=!1}){let n=M(),r=n.conversation(e);if(!r)return null;let{kind:i,role:a,members:o,member_count:s=o.length}=r,l=c(r,n.me),u=i===`direct`?C(r,n.me):null,d=i===`group`&&a!==`member`,f=t?{label:V(`people.title-of`,{name:l.name}),onClose:()=>ae(!1)}:{back:L.conversation(e)};return N`<${q} title=${V(`people.title`)} ...${f}>
    <div class="profile">
      <${b} ...${l} size="large" />
      <p class="profile-name"><bdi>${l.name}</bdi></p>
      <p class="profile-login">${i===`group`?k(`group.members`,s):u?.login&&`@${u.login}`}</p>
    </div>
    <${Vt} conversation=${r} />
    ${d&&N`<${Pt} key=${`rename ${e}`} conversation=${r} />`}
    ${d&&N`<${Ft} key=${`settings ${e}`} conversation=${r} />`}
    ${i===`group`&&N`<h2 class="section-title">${V(`people.members`)}</h2>
      <ul class="rows">
        ${o.map(e=>N`<${Lt} key=${e.id} conversation=${r} member=${e} />`)}
      </ul>`}
    ${s>o.length&&N`<p class="empty-note">${k(`people.others`,s-o.length)}</p>`}
    ${d&&N`<${Ht} key=${`add ${e}`} conversation=${r} />`}
    ${i===`group`?N`<${Ut} id=${e} />`:u?.login&&N`<${Wt} user=${u.id} />`}
  <//>`}function Vt({conversation:e}){let{api:t}=B(),{id:n,kind:r,preferences:i={}}=e,a=r===`group`?{all:V(`notify.all`),mentions:V(`notify.mentions`),nothing:V(`notify.nothing`)}:{all:V(`notify.all`),nothing:V(`notify.nothing`)},o=kt(i,e=>t.setPreferences(n,e));return N`<${G}
      legend=${V(`notify.title`)}
      options=${a}
      value=${i.notify??`all`}
      onChoose=${e=>o({notify:e})}
    />
    <${jt}
      label=${V(`mute.label`)}
      hint=${V(`mute.hint`)}
      on=${ke({...e,preferences:{muted_until:i.muted_until??0}},Date.now())}
      onChange=${e=>o({muted_until:e?Ae:0})}
    />
    <${jt}
      label=${V(`list.pin-label`)}
      on=${i.pinned??!1}
      onChange=${e=>o({pinned:e})}
    />`}function Ht({conversation:e}){let[t,n]=g(!1);return W(()=>n(!1),t),t?N`<${Ot} conversation=${e} onAdded=${()=>n(!1)} />`:N`<div class="inset">
    <button type="button" class="button quiet" onClick=${()=>n(!0)}>${V(`group.add`)}</button>
  </div>`}function Ut({id:e}){let{api:t}=B(),{me:n}=M(),[r,i]=g(!1),{busy:a,error:o,run:s}=z(async()=>{await t.removeMember(e,n),R(L.home,{replace:!0})});return N`<div class="sign-out">
    ${o&&N`<p class="alert" role="alert">${l(o)}</p>`}
    ${r&&N`<p class="alert" role="alert">${V(`group.leave-ask`)}</p>`}
    <button type="button" class="button danger" disabled=${a} onClick=${()=>r?s():i(!0)}>
      ${V(r?`group.leave-sure`:`group.leave`)}
    </button>
  </div>`}function Wt({user:e}){let{api:t}=B(),n=M().blocked.value.has(e),{busy:r,error:i,run:a}=z(()=>t.block(e,!n));return N`<div class="sign-out">
    ${i&&N`<p class="alert" role="alert">${l(i)}</p>`}
    <p class="note">${V(`block.hint`)}</p>
    <button type="button" class=${n?`button quiet`:`button danger`} disabled=${r} onClick=${()=>a()}>
      ${V(n?`block.off`:`block.on`)}
    </button>
  </div>`}const Gt={"emoji.group.0":`Smileys`,"emoji.group.1":`People`,"emoji.group.2":`Animals and nature`,"emoji.group.3":`Food`,"emoji.group.4":`Travel`,"emoji.group.5":`Activities`,"emoji.group.6":`Objects`,"emoji.group.7":`Symbols`,"emoji.groups":`Kinds of emoji`,"emoji.none":`No emoji is called that.`,"emoji.recent":`Recently used`,"emoji.search":`Search emoji`},Kt={"emoji.group.0":`表情`,"emoji.group.1":`人物`,"emoji.group.2":`动物与自然`,"emoji.group.3":`食物`,"emoji.group.4":`旅行`,"emoji.group.5":`活动`,"emoji.group.6":`物品`,"emoji.group.7":`符号`,"emoji.groups":`表情分类`,"emoji.none":`没有找到这样的表情。`,"emoji.recent":`最近使用`,"emoji.search":`搜索表情`};var qt=/* @__PURE__ */ H({fold:()=>an});const Jt=new Intl.Collator(`en`,{usage:`search`,sensitivity:`base`}),Yt=/[\u0780-\u07bf\u0900-\u1aaf\u1b00-\u1cff\ua800-\uabff\u{10a00}-\u{10a3f}\u{11000}-\u{11fff}\u{16f4f}-\u{16f92}]/u,Xt=/[\u3099\u309a\u0e4d\u0ecd]/,Zt=/[\p{Cf}\u115f\u1160\u3164\uffa0]/u,Qt=new Map([..._n(`æœøđðłħıґـ`,[`ae`,`oe`,`o`,`d`,`d`,`l`,`h`,`i`,`г`,``]),..._n(`ٱىیکة`,`اييكه`),..._n(`ךםןףץװױײ`,[...`כמנפצ`,`וו`,`וי`,`יי`]),..._n(`ぁぃぅぇぉっゃゅょゎゕゖㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ`,`あいうえおつやゆよわかけくしすとぬはひふへほむらりるれろ`)]),$t=/[\u1100-\u11ff]+|[^\p{M}\uff9e\uff9f]?[\p{M}\uff9e\uff9f]+|\P{M}/gu,en=/[\p{L}\p{N}\p{M}]+/gu,tn=/[\p{L}\p{N}\p{M}]$/u,nn=RegExp(`[${[`Han`,`Hira`,`Kana`,`Hang`,`Thai`,`Laoo`,`Khmr`,`Mymr`,`Bopo`,`Yiii`].map(e=>`\\p{scx=${e}}`).join(``)}]`,`u`),rn=/* @__PURE__ */ new Map;function an(e){return un(e)?e.toLowerCase():dn(e)}function on(e){let t=[...new Set(an(e).match(en))].sort((e,t)=>t.length-e.length);return e=>t.length>0?sn(e,t):[]}function sn(e,t){let n=``,r=[];for(let{0:t,index:i}of e.matchAll($t)){let e=an(t);n+=e;for(let n=0;n<e.length;n++)r.push([i,i+t.length])}let i=[];for(let e=0;e<n.length;){let a=t.find(t=>n.startsWith(t,e)&&cn(n,e));if(a){let t=Math.max(r[e]?.[0]??0,i.at(-1)?.[1]??0),n=r[e+a.length-1]?.[1]??0;n>t&&i.push([t,n])}e+=a?.length??1}return i}function cn(e,t){return nn.test(String.fromCodePoint(e.codePointAt(t)??0))||!tn.test(ln(e,t))}function ln(e,t){let n=[...e.slice(Math.max(0,t-2),t)].at(-1)??``;return nn.test(n)?``:n}function un(e){return/^[\x00-\x7f]*$/.test(e)}function dn(e){return[...e.normalize(`NFC`)].map(fn).join(``).normalize(`NFC`)}function fn(e){let t=rn.get(e);return t===void 0&&(t=`йЙ`.includes(e)?`й`:[...e.normalize(`NFKD`)].filter(pn).flatMap(mn).join(``).normalize(`NFC`),rn.set(e,t)),t}function pn(e){return/\p{M}/u.test(e)?Xt.test(e)||Yt.test(e)&&Jt.compare(e,``)!==0:!Zt.test(e)}function mn(e){return[...e.toLowerCase().toUpperCase().toLowerCase()].map(e=>Qt.get(hn(e))??gn(hn(e)))}function hn(e){return/[\u30a1-\u30f6]/.test(e)?String.fromCharCode(e.charCodeAt(0)-96):e}function gn(e){if(!/\p{Nd}/u.test(e))return e;let t=e.codePointAt(0)??0,n=0;for(;n<9&&/\p{Nd}/u.test(String.fromCodePoint(t-n-1));)n++;return String(n)}function _n(e,t){let n=[...t];return[...e].map((e,t)=>[e,n[t]??``])}const vn=`imnode.emoji`,yn=[`👍`,`❤️`,`😂`,`🎉`,`😮`,`🙏`,`😊`,`😍`,`😅`,`😢`,`😭`,`😎`,`🤔`,`👏`,`💪`,`🔥`,`✅`,`👀`,`🙌`,`👋`,`☕`,`🌹`,`💯`,`🚀`];function bn(e){return e.replace(/(\p{Emoji_Presentation})\ufe0f/gu,`$1`)}function xn(){try{let e=JSON.parse(localStorage.getItem(vn)??`[]`);return Array.isArray(e)?e.filter(e=>typeof e==`string`).map(bn):[]}catch{return[]}}function Sn(e){return[.../* @__PURE__ */ new Set([...xn(),...yn])].slice(0,e)}function Cn(e){localStorage.setItem(vn,JSON.stringify([.../* @__PURE__ */ new Set([e,...xn()])].slice(0,24)))}var wn=/* @__PURE__ */ H({EmojiPicker:()=>On});O({en:Gt,zh:Kt});const Tn={en:()=>import(`./emoji-en.js`),zh:()=>import(`./emoji-zh.js`)},En=[`😀`,`👋`,`🐻`,`🍎`,`🚗`,`⚽`,`💡`,`❤️`],Dn=/* @__PURE__ */ new Map;function On({onPick:e}){let t=Ye.value,[n,r]=g(Dn.get(t)??null),[i,a]=g(``),[o,s]=g(-1);P(()=>{if(Dn.has(t))return r(Dn.get(t)??null);Tn[t]().then(({default:e})=>{Dn.set(t,e),r(e)},()=>r([]))},[t]);let c=ne(()=>new Map(n?.flat().map(([e,t])=>[e,t])),[n]),l=i.trim()&&n?jn(n,i):o===-1?Sn(24):(n?.[o]??[]).map(([e])=>e),u=kn(`${o} ${i}`,l.length),d=[V(`emoji.recent`),...En.map((e,t)=>V(`emoji.group.${t}`))];return N`<div class="emoji-picker" data-arrows>
    <div class="search-box">
      <${D} name="search" />
      <input
        type="search"
        value=${i}
        placeholder=${V(`emoji.search`)}
        aria-label=${V(`emoji.search`)}
        ref=${Te}
        onInput=${e=>a(e.target.value)}
      />
    </div>
    <div class="emoji-tabs" role="group" aria-label=${V(`emoji.groups`)}>
      ${[`🕘`,...En].map((e,t)=>N`<button
          type="button"
          key=${e}
          aria-pressed=${!i&&o===t-1}
          aria-label=${d[t]}
          title=${d[t]}
          onClick=${()=>{a(``),s(t-1)}}
        >
          ${e}
        </button>`)}
    </div>
    <div class="emoji-grid" data-choices="grid" role="group" aria-label=${V(`emoji.label`)}>
      ${l.slice(0,u).map(t=>N`<button
          type="button"
          key=${t}
          aria-label=${c.get(t)??t}
          title=${c.get(t)??t}
          onClick=${()=>{Cn(t),e(t)}}
        >
          ${t}
        </button>`)}
    </div>
    ${n&&l.length===0&&N`<p class="empty-note" role="status">${V(`emoji.none`)}</p>`}
  </div>`}function kn(e,t){let[n,r]=g({what:e,count:64}),i=n.what===e?n.count:64;return x(()=>{if(i>=t)return;let n=requestAnimationFrame(()=>r({what:e,count:i+32}));return()=>cancelAnimationFrame(n)},[e,i,t]),i}const An=/* @__PURE__ */ new WeakMap;function jn(e,t){let n=an(t.trim()),r=An.get(e)??e.flat().map(([e,t,n])=>[e,an(t),an(n)]);An.set(e,r);let i=r.filter(([,e])=>e.includes(n)),a=r.filter(([,,e])=>e.includes(n));return[...new Set([...i,...a].map(([e])=>e))].slice(0,80)}O({en:{"beginning.add":`Add people`,"beginning.alone":`You are the only one here so far. Add the people whom this group is for.`,"beginning.direct":`No messages here yet. Only the two of you are in this conversation.`,"beginning.group":`No messages here yet. In this group are:`,"beginning.label":`The beginning of this conversation`,"beginning.members":`In this group`,"beginning.write":`Write the first message`,"conversation.missing":`This conversation doesn’t exist, or you are no longer in it.`,"conversation.none":`Choose a conversation, or start a new one`,"conversation.none-yet":`Your conversations open here`,"list.group-hint":`For a class, a team or the family`,"list.invite-hint":`A link with which others make an account`,"list.none":`No chats yet`,"list.none-hint":`Whoever writes to you appears here. Or begin yourself:`,"list.set-up":`Set up this device`,"list.set-up-hint":`Notifications, language, appearance`,"list.start":`Start a chat`,"list.start-hint":`Choose somebody and write the first message`},zh:{"beginning.add":`添加成员`,"beginning.alone":`目前群里只有您一人。添加成员，开始聊天吧。`,"beginning.direct":`这里还没有消息。此会话只有你们两人。`,"beginning.group":`这里还没有消息。群组成员：`,"beginning.label":`会话的开始`,"beginning.members":`群组成员`,"beginning.write":`发送第一条消息`,"conversation.missing":`该会话不存在，或您已不在其中。`,"conversation.none":`选择一个会话，或发起新的聊天`,"conversation.none-yet":`会话将在这里打开`,"list.group-hint":`适合班级、团队或家人`,"list.invite-hint":`生成链接，对方可自行注册账号`,"list.none":`还没有聊天`,"list.none-hint":`收到的消息会显示在这里。您也可以主动开始：`,"list.set-up":`设置此设备`,"list.set-up-hint":`通知、语言和外观`,"list.start":`发起聊天`,"list.start-hint":`选择一个人，发出第一条消息`}});var Mn=/* @__PURE__ */ H({EmptyConversation:()=>Nn});function Nn({conversation:e,canWrite:t}){let{me:n,people:r}=M(),{kind:i,role:a,members:o,member_count:s=o.length}=e,l=c(e,n),u=i===`group`,d=u&&a!==`member`,f=d&&s<2,p=u?null:C(e,n),m=p!==null&&r.online.value.has(p.id),h=t&&N`<button type="button" class=${f?`button quiet`:`button primary`} onClick=${In}>${V(`beginning.write`)}</button>`;return N`<section class="beginning-box" aria-label=${V(`beginning.label`)}>
    <${b} ...${l} size="large" online=${m} />
    <p class="beginning-title"><bdi>${l.name}</bdi></p>
    <p>${V(f?`beginning.alone`:u?`beginning.group`:`beginning.direct`)}</p>
    ${u&&!f&&N`<${Pn} members=${o} count=${s} />`}
    ${p?.login&&N`<p class="beginning-login"><bdi>@${p.login}</bdi>${m&&N` · <span class="here">${V(`presence.online`)}</span>`}</p>`}
    <div class="beginning-buttons">
      ${!f&&h}
      ${d&&N`<${Fn} conversation=${e} first=${f} />`}
      ${f&&h}
    </div>
  </section>`}function Pn({members:e,count:t}){let{me:n}=M(),r=e.slice(0,8);return N`<ul class="faces" aria-label=${V(`beginning.members`)}>
    ${r.map(({id:e,name:t})=>N`<li key=${e} class="face">
      <${b} id=${e} name=${t} size="small" /><span class="face-name"><bdi>${e===n?V(`list.you`):t}</bdi></span>
    </li>`)}
    ${t>r.length&&N`<li>${k(`people.others`,t-r.length)}</li>`}
  </ul>`}function Fn({conversation:e,first:t}){let[n,r]=g(!1),i=()=>r(!1);return N`<button type="button" class=${t?`button primary`:`button quiet`} onClick=${()=>r(!0)}>${V(`beginning.add`)}</button>
    ${n&&N`<${Xe} label=${V(`beginning.add`)} kind="sheet" onClose=${i}>
      <header class="sheet-head">
        <h2>${V(`beginning.add`)}</h2>
        <button type="button" class="icon-button" aria-label=${V(`close`)} title=${V(`close`)} onClick=${i}><${D} name="close" /></button>
      </header>
      <${Ot} conversation=${e} />
    <//>`}`}function In(){document.querySelector(`.composer textarea`)?.focus()}function Ln({name:e,size:t}){let n=e.slice(e.lastIndexOf(`.`)+1);return n!==e&&n!==``&&n.length<=16?`${n.toUpperCase()} · ${_t(t)}`:_t(t)}O({en:{"files.chosen":`Files to send`,"files.drop":`Drop files here to send them to {name}`,"files.next":`Next picture`,"files.of":`{number} of {count}`,"files.open":`Open the picture {name}`,"files.play":`Play`,"files.previous":`Previous picture`,"files.remove":`Remove {name}`,"files.save":`Save`,"files.unplayable":`This browser can’t play it. Save the file and open it with another program.`,"files.uploading":`Uploading {name}`,"files.waiting":`The message is sent once the files are uploaded.`,"files.why.bad_request":`The upload was broken off. Remove the file and choose it again.`,"files.why.empty":`The file is empty.`,"files.why.folder":`Folders can’t be sent. Pack them into an archive first.`,"files.why.lost":`The page was closed during the upload. Remove the file and choose it again.`,"files.why.quota_full":`It has {size}, and you have room for {limit}. Recall messages with files that nobody needs, or ask an administrator for more space.`,"files.why.storage_full":`The server’s disk has no room for files. Try again later, or tell an administrator.`,"files.why.too_large":`It has {size}, and this server takes {limit}. Send a smaller one, or ask an administrator.`,"files.why.too_many_files":`A message takes ten files. Send the others with the next one.`},zh:{"files.chosen":`要发送的文件`,"files.drop":`将文件拖放到这里，发送给{name}`,"files.next":`下一张图片`,"files.of":`第 {number}/{count} 张`,"files.open":`打开图片 {name}`,"files.play":`播放`,"files.previous":`上一张图片`,"files.remove":`移除 {name}`,"files.save":`保存`,"files.unplayable":`此浏览器无法播放。请保存文件后用其他程序打开。`,"files.uploading":`正在上传 {name}`,"files.waiting":`文件上传完成后即发送消息。`,"files.why.bad_request":`上传已中断。请移除该文件后重新选择。`,"files.why.empty":`文件为空。`,"files.why.folder":`无法发送文件夹，请先打包成压缩文件。`,"files.why.lost":`上传期间页面被关闭。请移除该文件后重新选择。`,"files.why.quota_full":`文件大小为 {size}，您的剩余空间为 {limit}。请撤回不再需要的带文件的消息，或请管理员增加空间。`,"files.why.storage_full":`服务器磁盘空间不足，无法存放文件。请稍后再试，或联系管理员。`,"files.why.too_large":`文件大小为 {size}，此服务器的上限为 {limit}。请发送较小的文件，或联系管理员。`,"files.why.too_many_files":`每条消息最多十个文件，其余请随下一条发送。`}});var Rn=/* @__PURE__ */ H({upload:()=>Bn});let zn=Promise.resolve();async function Bn(e,t){let n=await e.api.room().catch(()=>null),r=e.attached.of(e.conv).peek(),i=r.filter(({error:e})=>!e).length,a=(n?.used??0)+r.reduce((e,t)=>e+(t.error||t.stored?0:t.size),0),o=t.map(e=>{let{name:t,size:r,type:o}=e,c=Vn(e,i,n,a);return c?s({name:t,size:r,type:o,error:{message:``,hint:``,...c}}):(i+=1,a+=r,s({name:t,size:r,type:o,content:e}))});e.attached.set(e.conv,[...r,...o]);for(let t of o)t.error||Wn(e,t)}function Vn({size:e},t,n,r){return e===0?{code:`empty`}:t>=10?{code:`too_many_files`}:n&&e>n.max_file?{code:`too_large`,limit:n.max_file}:!n?.quota||r+e<=n.quota?null:{code:`quota_full`,limit:Math.max(0,n.quota-r)}}function Hn(e,t){let n={...t,error:null,share:0};Kn(e,t.key,n),Wn(e,n)}function Un({attached:e,conv:t},n){n.control.abort(),e.set(t,e.of(t).peek().filter(({key:e})=>e!==n.key))}function Wn(e,t){zn=zn.then(()=>Gn(e,t))}async function Gn(e,{key:t,name:n,content:r,control:i}){if(!r||i.signal.aborted)return;let a=0,o=n=>{Math.floor(n*50)!==a&&(a=Math.floor(n*50),Kn(e,t,{share:n}))};try{Kn(e,t,{stored:await e.api.upload(e.conv,r,n,{progress:o,signal:i.signal}),share:1})}catch(n){let r=y(n);r.code!==`aborted`&&Kn(e,t,{error:r})}}function Kn({attached:e,conv:t},n,r){let i=e.of(t).peek();i.some(e=>e.key===n)&&e.set(t,i.map(e=>e.key===n?{...e,...r}:e))}var qn=/* @__PURE__ */ H({AttachedList:()=>Yn});const Jn={bad_request:`files.why.bad_request`,empty:`files.why.empty`,folder:`files.why.folder`,lost:`files.why.lost`,storage_full:`files.why.storage_full`,too_many_files:`files.why.too_many_files`};function Yn({conv:e,waiting:t}){let{attached:n,state:r}=M(),{api:i}=B(),a={attached:n,api:i,conv:e},o=n.of(e).value,s=r.value===`live`,c=Xn();return P(()=>{if(s)for(let t of n.of(e).peek())t.error?.code===`offline`&&Hn(a,t)},[s]),c?N`<div class="attached">
    <ul class="attached-list" aria-label=${V(`files.chosen`)}>
      ${o.map(e=>N`<${Zn} key=${e.key} file=${e} place=${a} />`)}
    </ul>
    ${t&&N`<p class="attached-note" role="status">${V(`files.waiting`)}</p>`}
  </div>`:null}function Xn(){let[e,t]=g(!1);return P(()=>{let e=()=>t(!0);Ve(new URL(`./later.css`,import.meta.url).href).then(e,e)},[]),e}function Zn({file:e,place:t}){let{name:n,stored:r,error:i,share:a,content:o}=e;return N`<li class=${i?`attached-file refused`:`attached-file`}>
    <span class="attached-face"><${Qn} file=${e} /></span>
    <span class="attached-main">
      <bdi class="file-name">${n}</bdi>
      ${i?N`<span class="attached-why" role="alert">${$n(e,i)}</span>`:r?N`<span class="file-size">${Ln(e)}</span>`:N`<progress value=${a} max="1" aria-label=${V(`files.uploading`,{name:n})}></progress>`}
    </span>
    ${i?.retry&&o&&N`<button type="button" class="link-button" onClick=${()=>Hn(t,e)}>${V(`messages.retry`)}</button>`}
    <button
      type="button"
      class="attached-remove"
      aria-label=${V(`files.remove`,{name:n})}
      title=${V(`files.remove`,{name:n})}
      onClick=${()=>Un(t,e)}
    >
      <${D} name="close" />
    </button>
  </li>`}function Qn({file:{content:e,type:t}}){let[n,r]=g(``);return P(()=>{if(!e||!t.startsWith(`image/`))return;let n=URL.createObjectURL(e);return r(n),()=>URL.revokeObjectURL(n)},[e]),n?N`<img src=${n} alt="" onError=${()=>r(``)} />`:N`<${D} name="file" />`}function $n({size:e},t){if(t.limit!==void 0){let n=t.code===`too_large`?`files.why.too_large`:`files.why.quota_full`;return V(n,{size:_t(e),limit:_t(t.limit)})}return t.code in Jn?V(Jn[t.code]):l(t)}var er=/* @__PURE__ */ H({DropZone:()=>tr});function tr({conv:e,name:t,onEnd:n}){let{attached:r}=M();return N`<div
    class="drop-zone"
    onDragOver=${e=>{e.preventDefault(),e.dataTransfer&&(e.dataTransfer.dropEffect=`copy`)}}
    onDragLeave=${n}
    onPointerMove=${n}
    onDrop=${t=>{t.preventDefault(),n();let i=[...t.dataTransfer?.items??[]].filter(({kind:e})=>e===`file`),a=i.filter(e=>!e.webkitGetAsEntry?.()?.isDirectory).flatMap(e=>e.getAsFile()??[]);a.length<i.length&&Ee(V(`files.why.folder`)),a.length>0&&F(r.add(e,a))}}
  >
    <p><${D} name="attach" /> ${V(`files.drop`,{name:t})}</p>
  </div>`}async function nr(e,{id:t,name:n}){let{url:r}=await e.mediaLink(t),i=document.createElement(`a`);i.href=`${r}&download=1`,i.download=n,i.click()}function rr({file:e}){let{api:t}=B(),[n,r]=g(null),[i,a]=g(!1),o=T(0),s=e.type.startsWith(`video/`)?`video`:`audio`,c=async()=>r(await t.mediaLink(e.id));return n?N`<${s}
      class="file-player"
      src=${n.url}
      controls
      autoplay
      playsinline
      aria-label=${e.name}
      onLoadedMetadata=${e=>{e.target.currentTime=o.current}}
      onError=${e=>{n&&Date.now()>n.expires_at?(o.current=e.target.currentTime,F(c())):(r(null),a(!0),Ee(V(`files.unplayable`)))}}
    ></${s}>`:N`<button
    type="button"
    class=${`file-card ${s}`}
    title=${e.name}
    onClick=${()=>F(i?nr(t,e):c())}
  >
    <span class="file-face"><${D} name=${i?`download`:`play`} /></span>
    <span class="file-main">
      <span class="hidden-text">${V(i?`files.save`:`files.play`)}${` `}</span>
      <bdi class="file-name">${e.name}</bdi>
      <span class="file-size">${Ln(e)}</span>
    </span>
  </button>`}const J=/* @__PURE__ */ new Map;function ir(e){return J.get(e)??null}async function ar(e,t){let n=J.get(t)??URL.createObjectURL(await or(e,t));J.delete(t),J.set(t,n);for(let[e,t]of J){if(J.size<=200)break;J.delete(e),URL.revokeObjectURL(t)}return n}async function or(e,t){let n=await globalThis.caches?.open(Re).catch(()=>void 0),r=await n?.match(`/${t}`);if(r)return r.blob();let i=await e.thumbnail(t);return n?.put(`/${t}`,new Response(i)).then(()=>sr(n)).catch(()=>{}),i}async function sr(e){for(let t of(await e.keys()).slice(0,-500))await e.delete(t)}function cr(e){let t=document.createElement(`div`);document.body.append(t),Qe(N`<${lr} ...${e} onClose=${()=>{Qe(null,t),t.remove()}} />`,t)}function lr({api:e,state:t,pictures:n,first:r,onClose:i}){let[a,o]=g(n.indexOf(r)),s=n[a]??r,c=n.length>1,l=e=>o((a+e+n.length)%n.length);return N`<${mt} label=${s.name} kind="viewer" onClose=${i}>
    <div class="viewer-frame" onKeyDown=${e=>{!c||e.key!==`ArrowLeft`&&e.key!==`ArrowRight`||(e.preventDefault(),l(e.key===`ArrowLeft`?-1:1))}}>
      <header class="viewer-bar">
        <bdi class="file-name">${s.name}</bdi>
        ${c&&N`<span class="viewer-count" role="status">${V(`files.of`,{number:a+1,count:n.length})}</span>`}
        ${c&&N`<${ur} icon="back" label=${V(`files.previous`)} onClick=${()=>l(-1)} />`}
        ${c&&N`<${ur} icon="back" turned label=${V(`files.next`)} onClick=${()=>l(1)} />`}
        <${ur} icon="download" label=${V(`files.save`)} onClick=${()=>F(nr(e,s))} />
        <${ur} icon="close" label=${V(`close`)} onClick=${i} />
      </header>
      <div
        class="viewer-place"
        onClick=${e=>e.target===e.currentTarget&&i()}
      >
        <${dr} key=${s.id} api=${e} live=${t.value===`live`} file=${s} />
      </div>
    </div>
  <//>`}function ur({icon:e,label:t,turned:n=!1,onClick:r}){return N`<button
    type="button"
    class=${n?`icon-button turned`:`icon-button`}
    aria-label=${t}
    title=${t}
    onClick=${r}
  >
    <${D} name=${e} />
  </button>`}function dr({api:e,live:t,file:n}){let[r,i]=g(``),[a,o]=g(!1),[s,c]=g(``);P(()=>{a||(c(``),e.mediaLink(n.id).then(e=>i(e.url),e=>c(l(y(e)))))},[t]);let u=ir(n.id),d={width:n.width,height:n.height};return N`${!a&&u&&N`<img class="viewer-picture" src=${u} alt="" ...${d} />`}
    ${r&&!s&&N`<img
        class=${a?`viewer-picture`:`viewer-picture coming`}
        src=${r}
        alt=${n.name}
        ...${d}
        onLoad=${()=>o(!0)}
        onError=${()=>c(V(`error.offline`))}
      />`}
    ${s&&N`<p class=${u?`viewer-error below`:`viewer-error`} role="alert">${s}</p>`}`}var fr=/* @__PURE__ */ H({FileView:()=>pr});function pr({file:e,files:t}){return Se(e)===`image`?N`<${mr} file=${e} files=${t} />`:/^(audio|video)\//.test(e.type)?N`<${rr} file=${e} />`:N`<${hr} file=${e} />`}function mr({file:e,files:t}){let{api:n}=B(),{state:r}=M(),i=r.value===`live`,[a,o]=g(ir(e.id)),[s,c]=g(!1);return P(()=>{let t=!0;if(!a)return ar(n,e.id).then(e=>t&&o(e),()=>t&&c(!0)),()=>{t=!1}},[e.id,i]),N`<button
    type="button"
    class="file-picture"
    aria-label=${V(`files.open`,{name:e.name})}
    title=${e.name}
    onClick=${()=>cr({api:n,state:r,pictures:t.filter(e=>Se(e)===`image`),first:e})}
  >
    ${a?N`<img src=${a} alt="" />`:s&&N`<span class="file-missing"><${D} name="file" /><bdi class="file-name">${e.name}</bdi><span class="file-size">${Ln(e)}</span></span>`}
  </button>`}function hr({file:e}){let{api:t}=B();return N`<button type="button" class="file-card" title=${e.name} onClick=${()=>F(nr(t,e))}>
    <span class="file-face"><${D} name="file" /></span>
    <span class="file-main">
      <span class="hidden-text">${V(`files.save`)}${` `}</span>
      <bdi class="file-name">${e.name}</bdi>
      <span class="file-size">${Ln(e)}</span>
    </span>
    <${D} name="download" />
  </button>`}O({en:{"find.clear":`Other words`,"find.date":`Jump to a date`,"find.everywhere":`Search all conversations`,"find.forget-date":`Leave out the date`,"find.newer":`Newer result`,"find.none":`Nothing found`,"find.nothing":`Nothing found for “{query}”`,"find.nothing-since":`Nothing was written since {day}`,"find.of":`{number} of {count}`,"find.older":`Older result`,"find.placeholder":`Search this conversation`,"find.short":`Search here`,"find.to-last":`To the newest message`,"find.where":`All messages in “{name}” were searched.`,"search.done":`End the search`,"search.hint":`Try another spelling, fewer words, or the beginning of a word.`,"search.messages":`Messages`,"search.no-messages":`No message has “{query}”.`,"search.none":`Nothing found for “{query}”`,"search.people":`Look for people`,"search.where":`The names of your chats and all messages in them were searched.`},zh:{"find.clear":`换个关键词`,"find.date":`跳转到日期`,"find.everywhere":`搜索所有会话`,"find.forget-date":`不限日期`,"find.newer":`下一条较新的结果`,"find.none":`未找到`,"find.nothing":`没有找到“{query}”`,"find.nothing-since":`{day}以后没有消息`,"find.of":`第 {number}/{count} 条`,"find.older":`下一条较早的结果`,"find.placeholder":`搜索此会话`,"find.short":`在此搜索`,"find.to-last":`回到最新消息`,"find.where":`已搜索“{name}”中的全部消息。`,"search.done":`结束搜索`,"search.hint":`请检查错别字，或减少关键词后重试。`,"search.messages":`消息`,"search.no-messages":`没有包含“{query}”的消息。`,"search.none":`没有找到“{query}”`,"search.people":`查找联系人`,"search.where":`已搜索您的会话名称及其中的全部消息。`}});function gr({title:e,text:t,hint:n,children:r}){return N`<div class="nothing-found">
    <${D} name="search" />
    <div role="status">
      <p class="nothing-title">${e}</p>
      <p>${t}</p>
      ${n&&N`<p>${n}</p>`}
    </div>
    <div class="nothing-ways">${r}</div>
  </div>`}var _r=/* @__PURE__ */ H({FindBar:()=>vr});function vr({conversation:e}){let{id:t,created_at:n}=e,r=o(e,M().me),i=T(null),{api:s}=B(),[c,l]=g(``),[u,d]=g(null),[f,p]=g(null),[m,h]=g(0),[_,v]=g(null),y=T(null),b=ne(()=>on(c),[c]);P(()=>{let e=!0;if(d(null),v(null),!c.trim())return;let n=setTimeout(()=>F(s.search({q:c.trim(),conv:t,limit:50}).then(n=>{if(!e)return;let r=n.results.map(({message:e})=>e.seq);d(r),p(n.before),h(0),r[0]===void 0?xr():j(t,r[0],b)})),300);return()=>{e=!1,clearTimeout(n)}},[c]);let x=()=>{re.value=!1,xr()};W(x);let S=async e=>{let n=u??[];if(e>=n.length&&f!==null){let e=await s.search({q:c.trim(),conv:t,limit:50,before:f}).catch(()=>null);if(!e)return;n=[...n,...e.results.map(({message:e})=>e.seq)],d(n),p(e.before)}let r=n[e];r!==void 0&&(h(e),j(t,r,b))},ee=async e=>{let n=(/* @__PURE__ */ new Date(`${e}T00:00`)).getTime();Number.isNaN(n)||await F(s.firstSince(t,n).then(e=>{v(e?null:n),e&&j(t,e.seq)}))},C=()=>{l(``),i.current?.focus()},te=()=>{qe.value=c,x();let e=matchMedia(`(max-width: 45rem)`).matches;R(e?L.home:L.conversation(t)),setTimeout(()=>document.querySelector(`[data-search]`)?.focus())},w=()=>{y.current&&(y.current.value=``),v(null)},E=e.last?.seq,O=u?.length??0,ie=u===null?``:O===0?V(`find.none`):V(`find.of`,{number:m+1,count:f===null?O:`${O}+`});return N`<div class="find"><div
    class="find-bar"
    role="search"
    aria-label=${V(`find.open`)}
    onKeyDown=${e=>{e.key===`Escape`&&(e.stopPropagation(),x())}}
  >
    <div class="search-box">
      <${D} name="search" />
      <input
        type="search"
        value=${c}
        placeholder=${V(`find.short`)}
        aria-label=${V(`find.placeholder`)}
        maxlength="200"
        ref=${br(i)}
        onInput=${e=>l(e.target.value)}
        onKeyDown=${e=>{e.key===`Enter`&&!e.isComposing&&S(e.shiftKey?m-1:m+1)}}
      />
      <span class="find-status" role="status">${ie}</span>
    </div>
    <button type="button" class="icon-button" disabled=${m+1>=O&&f===null} aria-label=${V(`find.older`)} title=${V(`find.older`)} onClick=${()=>S(m+1)}>
      <${D} name="up" />
    </button>
    <button type="button" class="icon-button" disabled=${m===0} aria-label=${V(`find.newer`)} title=${V(`find.newer`)} onClick=${()=>S(m-1)}>
      <${D} name="down" />
    </button>
    <label class="icon-button find-date" title=${V(`find.date`)}>
      <${D} name="calendar" />
      <span class="hidden-text">${V(`find.date`)}</span>
      <input
        ref=${y}
        type="date"
        min=${n?yr(n):void 0}
        max=${yr(Date.now())}
        onClick=${()=>y.current?.showPicker?.()}
        onChange=${e=>ee(e.target.value)}
      />
    </label>
    <button type="button" class="icon-button" aria-label=${V(`close`)} title=${V(`close`)} onClick=${x}>
      <${D} name="close" />
    </button>
  </div>
  ${u!==null&&O===0&&_===null&&N`<${gr} title=${V(`find.nothing`,{query:c.trim()})} text=${V(`find.where`,{name:r})} hint=${V(`search.hint`)}>
      <button type="button" class="button quiet" onClick=${te}>${V(`find.everywhere`)}</button>
      <button type="button" class="button quiet" onClick=${C}>${V(`find.clear`)}</button>
    <//>`}
  ${_!==null&&N`<${gr} title=${V(`find.nothing-since`,{day:new Intl.DateTimeFormat(a(),{dateStyle:`long`}).format(_)})} text=${V(`find.where`,{name:r})}>
      ${E!==void 0&&N`<button type="button" class="button quiet" onClick=${()=>{w(),j(t,E)}}>${V(`find.to-last`)}</button>`}
      <button type="button" class="button quiet" onClick=${w}>${V(`find.forget-date`)}</button>
    <//>`}
  </div>`}function yr(e){let t=new Date(e);return[t.getFullYear(),t.getMonth()+1,t.getDate()].map(e=>String(e).padStart(2,`0`)).join(`-`)}function br(e){return T(t=>{e.current=t,we(t)}).current}function xr(){Oe.value&&(Oe.value={...Oe.value,find:void 0})}var Sr=/* @__PURE__ */ H({FirstSteps:()=>Cr});function Cr(){let e=B().user.value?.role!==`member`;return N`<div class="first-steps">
    <h2 class="beginning-title">${V(`list.none`)}</h2>
    <p>${V(`list.none-hint`)}</p>
    <ul>
      <${wr} icon="talk" path=${L.new} label=${V(`list.start`)} hint=${V(`list.start-hint`)} />
      <${wr} icon="group" path=${L.group} label=${V(`group.new`)} hint=${V(`list.group-hint`)} />
      ${e&&N`<${wr} icon="at" path=${L.invites} label=${V(`list.invite`)} hint=${V(`list.invite-hint`)} />`}
      <${wr} icon="device" path=${L.settings} label=${V(`list.set-up`)} hint=${V(`list.set-up-hint`)} />
    </ul>
  </div>`}function wr({icon:e,path:t,label:n,hint:r}){return N`<li>
    <a class="row" href=${t}>
      <span class="avatar plain"><${D} name=${e} /></span>
      <span class="row-main"><span class="row-title">${n}</span><span class="step-hint">${r}</span></span>
    </a>
  </li>`}const Tr={"help.above":`Message before`,"help.anywhere":`Anywhere`,"help.back":`Back, or to where you write`,"help.below":`Message after`,"help.bold":`**bold**`,"help.code":"`code`","help.edit-last":`Edit your last message (in an empty field)`,"help.find":`Search this conversation`,"help.help":`Show this sheet`,"help.italic":`_italic_`,"help.line":`New line`,"help.list":`- one
- two`,"help.markup":`Formatting`,"help.mention":`Mention somebody in a group`,"help.menu":`Everything you can do with it`,"help.message":`On a message`,"help.new":`New chat`,"help.next":`Next conversation`,"help.previous":`Previous conversation`,"help.quote":`> quote`,"help.search":`Search everything`,"help.send":`Send`,"help.struck":`~~struck~~`,"help.touch":`By touch`,"help.touch-chat":`Hold a chat in the list`,"help.touch-chat-does":`Pin, mute, details`,"help.touch-hold":`Hold a message`,"help.touch-hold-does":`React, reply, select its text, and more`,"help.touch-quote":`Tap a quote or the pinned message`,"help.touch-quote-does":`Go to that message`,"help.touch-title":`Tap the name at the top`,"help.touch-title-does":`Members and settings`,"help.writing":`While writing`},Er={"help.above":`上一条消息`,"help.anywhere":`任意位置`,"help.back":`返回，或回到输入框`,"help.below":`下一条消息`,"help.bold":`**粗体**`,"help.code":"`代码`","help.edit-last":`编辑上一条消息（输入框为空时）`,"help.find":`搜索此会话`,"help.help":`显示此帮助`,"help.italic":`_斜体_`,"help.line":`换行`,"help.list":`- 第一项
- 第二项`,"help.markup":`文本格式`,"help.mention":`在群组中提及某人`,"help.menu":`打开操作菜单`,"help.message":`选中消息时`,"help.new":`新聊天`,"help.next":`下一个会话`,"help.previous":`上一个会话`,"help.quote":`> 引用`,"help.search":`全局搜索`,"help.send":`发送`,"help.struck":`~~删除线~~`,"help.touch":`触屏操作`,"help.touch-chat":`长按列表中的会话`,"help.touch-chat-does":`置顶、免打扰、详情`,"help.touch-hold":`长按消息`,"help.touch-hold-does":`回应、回复、选择文字等`,"help.touch-quote":`轻点引用或置顶消息`,"help.touch-quote-does":`跳转到原消息`,"help.touch-title":`轻点顶部的名称`,"help.touch-title-does":`查看成员和设置`,"help.writing":`输入时`};var Dr=/* @__PURE__ */ H({HelpSheet:()=>Nr});O({en:Tr,zh:Er});const Or=/Mac|iPhone|iPad/.test(navigator.userAgent)?`⌘`:`Ctrl`,kr=Or===`⌘`?`⌥`:`Alt`,Ar=[[`help.anywhere`,[[`help.search`,[Or,`K`]],[`help.find`,[Or,`F`]],[`help.previous`,[kr,`↑`]],[`help.next`,[kr,`↓`]],[`help.new`,[kr,`N`]],[`help.back`,[`Esc`]],[`help.help`,[Or,`/`]]]],[`help.writing`,[[`help.send`,[`Enter`]],[`help.line`,[`Shift`,`Enter`]],[`help.edit-last`,[`↑`]],[`help.mention`,[`@`]]]],[`help.message`,[[`help.above`,[`↑`]],[`help.below`,[`↓`]],[`help.menu`,[`Enter`]],[`message.reply`,[`R`]],[`message.edit`,[`E`]],[`message.react`,[`+`]],[`message.copy`,[`C`]]]]],jr=[[`help.touch-hold`,`help.touch-hold-does`],[`help.touch-quote`,`help.touch-quote-does`],[`help.touch-title`,`help.touch-title-does`],[`help.touch-chat`,`help.touch-chat-does`]],Mr=[`help.bold`,`help.italic`,`help.struck`,`help.code`,`help.quote`,`help.list`];function Nr({onClose:e}){return N`<div class="help">
    <header class="help-head">
      <h1>${V(`help.title`)}</h1>
      <button type="button" class="icon-button" aria-label=${V(`close`)} title=${V(`close`)} onClick=${e}>
        <${D} name="close" />
      </button>
    </header>
    <div class="help-parts">
      <section class="help-touch">
        <h2>${V(`help.touch`)}</h2>
        <dl class="help-pairs">
          ${jr.map(([e,t])=>N`<div key=${e}><dt>${V(e)}</dt><dd>${V(t)}</dd></div>`)}
        </dl>
      </section>
      ${Ar.map(([e,t])=>N`<section key=${e} class="help-keys">
        <h2>${V(e)}</h2>
        <dl>
          ${t.map(([e,t])=>N`<div key=${e}>
            <dt>${V(e)}</dt>
            <dd>${t.map(e=>N`<kbd>${e}</kbd>`)}</dd>
          </div>`)}
        </dl>
      </section>`)}
      <section>
        <h2>${V(`help.markup`)}</h2>
        <dl class="help-markup">
          ${Mr.map(e=>N`<div key=${e}><dt><code>${V(e)}</code></dt><dd><${d} text=${V(e)} mentions=${[]} me="" /></dd></div>`)}
        </dl>
      </section>
    </div>
  </div>`}O({en:{"login.leaving":`You are signed out here. The server is told as soon as it can be reached.`,"reuse.advice":`If it wasn’t you, change your password.`,"reuse.ended":`“{device}” was signed out ({time}): somebody else may have used its sign-in.`},zh:{"login.leaving":`您已在此退出登录。连接恢复后会立即通知服务器。`,"reuse.advice":`如果不是您本人操作，请修改密码。`,"reuse.ended":`“{device}”已退出登录（{time}）：其登录凭证可能已被他人使用。`}});var Pr=/* @__PURE__ */ H({LeavingNote:()=>Hr,finish:()=>Rr,keepOn:()=>Br});const Fr=je(!1);let Ir=()=>{},Lr=null;function Rr(e,t,n=()=>e.revoke(()=>zr(t))){return Lr??=n().catch(e=>{if(y(e).retry)throw e}).then(()=>{t.removeItem(Ce),Fr.value=!1}).finally(()=>{Lr=null}),Lr}function zr(e){return e.getItem(Ce)!==null}async function Br(e,t){let n=new m({random:f.random});for(;Fr.value=zr(t);)try{await Rr(e,t)}catch{await Vr(n.next())}}function Vr(e){return new Promise(t=>{let n=setTimeout(t,e);Ir(),Ir=()=>{clearTimeout(n),t(void 0)}})}window.addEventListener(`online`,()=>Ir()),document.addEventListener(`visibilitychange`,()=>Ir());function Hr(){return Fr.value&&N`<p class="note" role="status">${V(`login.leaving`)}</p>`}const Ur={"error.banned":`This person was removed for good. Lift the ban first.`,"error.blocked":`One of you has blocked the other.`,"error.emoji_invalid":`This can’t be a reaction.`,"error.last_owner":`Give somebody else the role of owner first.`,"error.login_confusable":`This looks like a login that somebody has. Choose one that can’t be mistaken for another.`,"error.login_invalid":`Use 1 to 64 letters, digits, dots, hyphens, underscores or @, without spaces, among them a letter or digit.`,"error.login_mixed":`Take all letters from one alphabet: those of several can look alike.`,"error.login_reserved":`This word mentions everybody, or is an id. Choose another login.`,"error.login_taken":`Somebody has this login already. Choose another one.`,"error.name_invalid":`Use 1 to 100 visible characters on one line, with no pile of accents on a letter.`,"error.not_found":`This doesn’t exist any more.`,"error.not_member":`You aren’t in this conversation any more.`,"error.server_name_invalid":`Use 1 to 64 visible characters.`,"error.storage_full":`The server’s disk is full. Your message waits, and is sent once there is space again.`,"error.text_invalid":`There is nothing to see in this text, or it is too long.`,"error.title_invalid":`Use 1 to 100 visible characters on one line, with no pile of accents on a letter.`,"error.token_reused":`You were signed out: somebody else may have used this device’s sign-in. Sign in again, and if it wasn’t you, change your password.`,"error.too_late":`It is too late to recall this message. Ask an admin of the group.`,"error.too_many":`That is more than a group can hold.`,"error.unknown_conversation":`This conversation doesn’t exist any more.`,"error.unknown_file":`A file of this message isn’t there any more. Choose it again.`,"error.unknown_message":`This message doesn’t exist any more.`,"error.mention_left":`Somebody whom you mention isn’t in this group any more.`,"error.unknown_user":`This person’s account doesn’t exist any more.`},Wr={"error.banned":`此人已被永久移除，请先解除。`,"error.blocked":`你们其中一方已屏蔽对方。`,"error.emoji_invalid":`不能用它作回应。`,"error.last_owner":`请先将群主身份交给其他人。`,"error.login_confusable":`该账号名与他人的账号名看起来太像，请换一个不会混淆的。`,"error.login_invalid":`请使用 1 到 64 个字母、汉字、数字、点、连字符、下划线或 @，不能有空格，且至少含一个字母、汉字或数字。`,"error.login_mixed":`请勿混用不同文字的字母：它们可能看起来一样。中文可以与英文字母同用。`,"error.login_reserved":`这个词用于提及所有人，或是系统编号，请换一个账号名。`,"error.login_taken":`该账号名已被使用，请换一个。`,"error.name_invalid":`请输入 1 到 100 个可见字符，不能换行，一个字母上也不能叠加过多符号。`,"error.not_found":`它已不存在。`,"error.not_member":`您已不在该会话中。`,"error.server_name_invalid":`请输入 1 到 64 个可见字符。`,"error.storage_full":`服务器磁盘已满。您的消息会等待，有空间后自动发送。`,"error.text_invalid":`消息没有可见内容，或过长。`,"error.title_invalid":`请输入 1 到 100 个可见字符，不能换行，一个字母上也不能叠加过多符号。`,"error.token_reused":`您已退出登录：此设备的登录凭证可能已被他人使用。请重新登录；如果不是您本人操作，请修改密码。`,"error.too_late":`已超过可撤回的时间，请联系群管理员。`,"error.too_many":`超出了群组的人数上限。`,"error.unknown_conversation":`该会话已不存在。`,"error.unknown_file":`消息中的文件已不存在，请重新选择。`,"error.unknown_message":`该消息已不存在。`,"error.mention_left":`您提及的人已不在此群组中。`,"error.unknown_user":`该用户的账号已不存在。`};var Gr=/* @__PURE__ */ H({});O({en:Ur,zh:Wr});var Kr=/* @__PURE__ */ H({LinkScreen:()=>Jr});const qr=[`server`,`login`,`name`,`password`];function Jr({code:e}){let t=B(),[n,r]=g(null),[i,a]=g(null);return P(()=>{t.link(e).then(e=>{e.kind!==`setup`&&(Ke.value=e.server),r(e)},e=>a(y(e)))},[e]),i?N`<${Yr} error=${i} />`:n?N`<${Xr} code=${e} link=${n} />`:N`<${De} title=${V(`link.checking`)} />`}function Yr({error:e}){return N`<${De} title=${V(`link.invalid`)} intro=${l(e)}>
    <a class="button primary" href=${L.home}>${V(`link.to-login`)}</a>
  <//>`}function Xr({code:e,link:t}){let n=B(),r=t.kind!==`password`,i=t.kind===`setup`,[a,o]=g(t.server),[s,c]=g(``),[l,u]=g(``),[d,f]=g(``),{busy:p,failure:m,wrong:h,attributes:_}=ht(qr,async()=>{let t={login:s.trim(),...l.trim()&&{name:l.trim()},password:d},o=i&&a.trim()&&{server:a.trim()};await n.redeem(e,r?{...t,...o}:{password:d}),R(L.home,{replace:!0})}),v={server:me(),login:t.login??``};return N`<${De} title=${V(`link.${t.kind}.title`,v)} intro=${V(`link.${t.kind}.intro`,v)}>
    <form class="form" ...${_}>
      ${m&&N`<p class="alert" role="alert">${m}</p>`}
      ${i&&N`<${I}
          label=${V(`link.server`)}
          hint=${V(`link.server-hint`)}
          error=${h(`server`)}
          value=${a}
          onInput=${o}
          autocomplete="organization"
          maxlength=${64}
          autofocus
        />`}
      ${r?N`<${I}
              label=${V(`link.login`)}
              hint=${V(`link.login-hint`)}
              error=${h(`login`)}
              value=${s}
              onInput=${c}
              autocomplete="username"
              maxlength=${64}
              autofocus=${!i}
              required
            />
            <${I}
              label=${V(`link.name`)}
              hint=${V(`link.name-hint`)}
              error=${h(`name`)}
              value=${l}
              onInput=${u}
              autocomplete="name"
              maxlength=${100}
            />`:N`<input type="text" value=${t.login} autocomplete="username" readonly hidden />`}
      <${Be}
        label=${V(`link.password`)}
        hint=${V(`link.password-hint`)}
        error=${h(`password`)}
        value=${d}
        onInput=${f}
        autocomplete="new-password"
        autofocus=${!r}
        required
      />
      <button class="button primary" disabled=${p}>${V(p?`link.busy`:`link.${t.kind}.submit`)}</button>
    </form>
  <//>`}function Zr({text:e,language:t,children:n=e}){let[r,i]=g(!1);return N`<div class="code-block">
    <div class="code-head">
      <span>${t}</span>
      ${`clipboard`in navigator&&N`<button type="button" class="code-copy" onClick=${async()=>{await navigator.clipboard.writeText(e),i(!0)}}>
          <${D} name=${r?`check`:`copy`} />${V(r?`copied`:`copy`)}
        </button>`}
    </div>
    <pre dir="ltr" tabindex="0"><code>${n}</code></pre>
  </div>`}const Qr=RegExp(`\`+|[*_~]+|[[\\]]|${ce.source}`,`giu`),$r=/^(?![\uFE00-\uFE0F\u20E3])[\p{L}\p{M}\p{N}]/u,ei=/^[\u0E00-\u0EFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u2E80-\uA4CF\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFFEF\u{1AFF0}-\u{1B16F}\u{20000}-\u{3FFFF}]/u,ti=/^[，。、；：！？）」』】》…—]/,ni=/^[)\]}/\\]/,ri=/^(?:$|[\s.,;:!?)\]}/\\|，。、；：！？）」』】》”’…])/,ii=/^(?:$|[\s([{/\\|（「『【《“‘])/,ai=/^(?:[([{/\\]|[-+]\d)/,oi=/^(?:$|[\s“‘「『《，。、；：！？…—])/,si=/^["'“‘「『《@#$¥€`[]/,ci=/^["'”’」』》.,;:!?%…，。、；：！？`\])]/,li=/^(?:$|[\s”’」』》…—，。、；：！？）]|[.,;:!?)](?!["'\p{L}\p{N}]))/u,ui=/^[=\\]/;function di(e,t){let n=[];Qr.lastIndex=0;for(let r=Qr.exec(e);r&&t.left>0;r=Qr.exec(e)){let e=r[0].length>6&&/^h/i.test(r[0])?Ue(r[0]):r[0];Qr.lastIndex=r.index+e.length,n.push({at:r.index,token:e}),--t.left}return n}function fi(e,t){let n=[],r=/* @__PURE__ */ new Map;for(let i=t.length-1;i>=0;--i){let a=t[i];if(!a?.token.startsWith("`"))continue;let{at:o,token:s}=a,{length:c}=s,[l,u]=[hi(e,o),mi(e,o+c)],d=r.get(c),f=$r.test(l)&&!ei.test(l)||ui.test(l);d&&!f&&(c===1?u.trim():e.slice(o+c,d.at).trim())&&(n[i]=d),(c>1||l.trim())&&r.set(c,a)}return n}function pi(e,t,n,r){let[i,a]=[hi(e,t),mi(e,n)],[o,s]=[$r.test(i),$r.test(a)];if(r){let t=li.test(e.slice(n,n+3));return{opens:oi.test(i)&&(s||si.test(a)),closes:(o||ci.test(i))&&(t||ti.test(i)&&ei.test(a))}}let c=ei.test(i)||ei.test(a);return{opens:(c||!o)&&!ri.test(a)&&!ni.test(i),closes:(c||!s)&&!ii.test(i)&&!ai.test(e.slice(n,n+2))}}function mi(e,t){let n=e.codePointAt(t);return n===void 0?``:String.fromCodePoint(n)}function hi(e,t){let n=/[\uDC00-\uDFFF]/.test(e[t-1]??``);return e.slice(Math.max(0,t-(n?2:1)),t)}const gi=/[\u202A-\u202E\u2066-\u2069]/,_i=/[\p{C}\p{Default_Ignorable_Code_Point}\u2800\u2005-\u200A\u202F\u205F]/gu,vi=/[\s\u115F\u1160\u200B\u2800\u3164\uFFA0]{4}/,yi=/[·•‧⋅・۔܁܂ꓸ⸳∙᛫ᐧꞏ٠۰。᠃](?=[a-z0-9])/giu,bi=/[∶ː꞉։׃]/gu,xi=/[\\⁄∕⧸╱〳]/gu,Si=/\p{L}[\p{L}\p{N}+.-]{0,20}:\/\/|https?:|[\p{L}\p{N}]@[\p{L}\p{N}]|(?:^|[^\p{L}\p{N}])[\da-f]{0,4}::[\da-f]{0,4}(?!\p{L})|(?:[\da-f]{1,4}:){7}/iu,Ci=/(?:(?:[^\s\p{P}]|[-_]){1,63}\.)+(?=[^\s\p{P}]{0,63}\p{L})(?:[^\s\p{P}]|[-_]){2,}|\d+(?:\.\d+){3}/gu;function wi(e,t){let{host:n,hostname:r,href:i}=new URL(t),a=e.trim();if(a===t||a===i)return ue(a);if(a.toLowerCase()===n)return``;if(gi.test(e)||vi.test(e))return null;let o=e.replace(_i,``).normalize(`NFKC`).replace(_i,``);if(!o.trim())return null;let s=o.replace(yi,`.`).replace(bi,`:`).replace(xi,`/`);return Si.test(s)?null:(s.match(Ci)??[]).every(e=>Ti(e)===r)?n:null}function Ti(e){try{return new URL(`http://${e}`).hostname}catch{return null}}const Ei=/^[ \t]*(`{3,})([^`]*)$/,Di=/^> \s*\S/,Oi=/^([ \t]*)([-*+•]|\d{1,9}[.)])[ \t]+(?=\S)/,ki=/^(?: {4}|\t)/,Ai=/^(?: {2}|\t)\s*\S/,ji=/^\[([ xX])\] (?=\S)/,Mi=/^\p{Sc}?[.,]?\d/u,Ni=/\((https?:\/\/[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)/iy,Pi=/\*+|_+|~+/g,Fi=Object.freeze({"*":[`*`],"**":[`**`],"***":[`**`,`*`],_:[`_`],"~~":[`~~`]}),Ii=Object.freeze({"*":`em`,"**":`strong`,_:`em`,"~~":`del`});function Li(e,t={left:v}){let n=new zi(e,t);return n.range(0,n.lines.length,0),n.pieces}function Ri(e){return Li(e).map(({shown:e,plain:t=e})=>t).join(``)}var zi=class{pieces=[];lines;#e;constructor(e,t){this.lines=e.split(`
`).map(e=>({mark:``,text:e})),this.#e=t}range(e,t,n){this.#e.left-=t-e;let r=this.#n(e,t),i=e,a=e;for(;a<t&&this.#e.left>0;){let o=r[a-e];if(o===-1)break;let s=o===void 0?this.#r(a,t,n)??this.#i(a,t,r,e):o+1;s===null?a+=1:(this.#a(i,a),o===void 0?Di.test(this.#t(a))?this.#o(a,s,n):this.#c(a,s):this.#s(a,o),i=s,a=s)}this.#a(i,a),this.#a(a,t,!0)}#t(e){return this.lines[e]?.text??``}#n(e,t){let n=[],r=/* @__PURE__ */ new Map;for(let i=t-1;i>=e;--i){let[,t,a=``]=Ei.exec(this.#t(i))??[];t&&(n[i-e]=r.get(t.length)??-1,a.trim()||r.set(t.length,i))}return n}#r(e,t,n){if(!Di.test(this.#t(e))||n===5)return null;let r=e+1;for(;r<t&&/^>(?: |$)/.test(this.#t(r));)r+=1;return r===e+1&&Mi.test(this.#t(e).slice(2))?null:r}#i(e,t,n,r){if(!Oi.test(this.#t(e)))return null;let i=0,a=e;for(let o=e;o<t&&n[o-r]===void 0;o+=1){let e=this.#t(o);if(Oi.test(e))i+=1;else if(e.trim()&&!Ai.test(e))break;e.trim()&&(a=o+1)}return i>1?a:null}#a(e,t,n=!1){if(e!==t){this.#p(``,{name:`p`});for(let r=e;r<t;r+=1)this.#u(r,r>e?`
`:``),n?this.#f(this.#t(r)):this.#h(this.#t(r));this.#m(``)}}#o(e,t,n){for(let n of this.lines.slice(e,t)){let e=n.text.startsWith(`> `)?`> `:`>`;n.mark+=e,n.text=n.text.slice(e.length)}this.#p(``,{name:`blockquote`}),this.range(e,t,n+1),this.#m(``)}#s(e,t){let n=this.#t(e);this.#u(e,``),this.#p(n,{name:`pre`,info:n.replace(/^[ \t]*`+/,``).trim()});for(let n=e+1;n<t;n+=1)this.#u(n,n>e+1?`
`:``,``),this.#f(this.#t(n));this.#u(t,``,``),this.#m(this.#t(t))}#c(e,t){let n=/^\s*\d/.test(this.#t(e)),r=this.lines.slice(e,t).every(({text:e})=>{let[t=``,,n]=Oi.exec(e)??[];return n!==`+`&&(n!==`-`||!Mi.test(e.slice(t.length)))}),i=[];this.#p(``,{name:n?`ol`:`ul`});for(let n=e;n<t;n+=1){let t=this.#t(n),a=Oi.exec(t);a&&n>e&&this.#m(``),this.#u(n,a?``:`
`),a?this.#g(this.#l(t,a,r&&a[2]===`-`,i)):this.#h(t)}this.#m(``),this.#m(``)}#l(e,[t,n=``],r,i){let a=e.slice(t.length);if(!r)return this.#p(``,{name:`li`}),this.#f(t),a;for(;i.length>0&&n.length<Number(i.at(-1));)i.pop();(i.length===0||n.length>=Number(i.at(-1))+2)&&i.push(n.length),this.#p(``,{name:`li`,level:Math.min(i.length,5)}),this.#d(t,``,`• `);let[o,s]=ji.exec(a)??[];return o?(this.#d(o,s===` `?`☐ `:`☑ `),a.slice(o.length)):a}#u(e,t,n=`
`){e>0&&this.#d(`
`,t,t||n);let r=this.lines[e]?.mark;r&&this.#d(r,``)}#d(e,t,n=t){this.pieces.push({written:e,shown:t,plain:n})}#f(e){e&&this.pieces.push({written:e,shown:e})}#p(e,t){this.pieces.push({written:e,shown:``,enter:t})}#m(e){this.pieces.push({written:e,shown:``,leave:!0})}#h(e){ki.test(e)?this.#f(e):this.#g(e)}#g(e){let t=this.#e.left>0?di(e,this.#e):[],n=fi(e,t),r=/* @__PURE__ */ new Map,i=0;for(let[a,{at:o,token:s}]of t.entries()){if(o<i)continue;this.#f(e.slice(i,o)),i=o+s.length;let t=n[a];if(t){let n=t.at;this.#p(s,{name:`code`}),this.#f(e.slice(i,n)),this.#m(s),i=n+s.length}else s===`[`&&e[o-1]!==`!`?(r.set(`[`,this.pieces.length),this.#f(s)):s===`]`?i=this.#_(e,o,r):/^[*_~]/.test(s)?this.#v(e,o,s,r):this.#f(s)}this.#f(e.slice(i))}#_(e,t,n){let r=n.get(`[`);n.delete(`[`),Ni.lastIndex=t+1;let[i=``,a=``]=r!==void 0&&Ni.exec(e)||[];if(r!==void 0&&this.#e.left>10&&fe(a)){this.#e.left-=10;let e=this.pieces.slice(r+1).map(({shown:e})=>e).join(``),o=e.length>300?null:wi(e,a);if(o!==null)return this.#y(r,{name:`a`,href:a,host:o},`]${i}`,n),t+1+i.length}return this.#f(`]`),t+1}#v(e,t,n,r){let i=n.match(Pi)??[],a=Number(r.get(`*`))>Number(r.get(`**`)),o=i.flatMap(e=>(a&&e===`***`?[`*`,`**`]:i.length<4&&Fi[e])||[``]);if(o.includes(``)||new Set(i.map(([e])=>e)).size<i.length)return this.#f(n);let{opens:s,closes:c}=pi(e,t,t+n.length,i.every(e=>e.length===1));for(let e of o){let t=c?r.get(e):void 0;t===void 0?(s&&r.set(e,this.pieces.length),this.#f(e)):this.#y(t,{name:Ii[e]??`em`},e,r)}}#y(e,t,n,r){for(let[t,n]of r)n>=e&&r.delete(t);this.pieces[e]={written:this.pieces[e]?.written??``,shown:``,enter:t},this.#m(n)}},Bi=/* @__PURE__ */ H({blocks:()=>Vi,plain:()=>Ri});function Vi(e,t){let n={...t,work:t.work??{left:2e3}},r={element:{name:`p`},reading:n,text:``,children:[]},i=[r],a=new Hi,o=0;for(let{written:t,shown:s,enter:c,leave:l}of Li(n.caller?.masked??e,n.work)){a.add(s===t?e.slice(o,o+s.length):s,o),o+=t.length;let u=i.at(-1)??r;if(c||l){if(u.text+=a.text,u.children.push(...Fe(a.text,a.within(u.reading))),a=new Hi,c){let e=u.reading.linked||[`a`,`code`,`pre`].includes(c.name);i.push({element:c,reading:{...n,linked:e},text:``,children:[]})}else i.pop(),i.at(-1)?.children.push(Ui(u.element,u.children,u.text))}}return r.children}var Hi=class{text=``;#e=[];add(e,t){if(!e)return;let n=this.text.length;this.text+=e;let r=this.#e.at(-1);r&&t-r.at===n-r.from?r.to+=e.length:this.#e.push({from:n,to:n+e.length,at:t})}within(e){let{caller:t}=e;if(!t)return e;let n=this.#e,r=0,i=(e,i,a)=>{let o=i+e.length,s=[];for(;r<n.length;r+=1){let{from:c,to:l,at:u}=n[r],[d,f]=[Math.max(c,i),Math.min(l,o)];if(d<f&&s.push(...t.draw(e.slice(d-i,f-i),u+d-c,a)),l>o)break}return s};return{...e,caller:{...t,draw:i}}}};function Ui({name:e,info:t=``,level:n,href:r=``,host:i},a,o){switch(e){case`a`:return E(r,a,i);case`pre`:return N`<${Zr} text=${o} language=${t}>${a}<//>`;case`li`:return n?N`<li aria-level=${n}>${a}</li>`:N`<li class="typed">${a}</li>`;default:return N`<${e}>${a}<//>`}}const Wi=/(?:^|[^\p{L}\p{N}._@-]|\p{Script=Han})@([^\s@]{0,30})$/u;function Gi({kind:e,members:t,settings:n,role:r},i){return e===`group`?[...r!==`member`||n?.mention_all===`everybody`?[{id:`all`,name:V(`mention.all`),login:`all`}]:[],...t.filter(({id:e,login:t})=>e!==i&&t)]:[]}function Ki(e){return Wi.exec(e)?.[1]??null}function qi(e,t,n){let r=h.value,i=r(t),a=({name:e,login:t})=>{let n=r(e);return n.startsWith(i)||r(t).startsWith(i)?0:n.includes(i)?1:2};return e.filter(e=>a(e)<2).sort((e,t)=>a(e)-a(t)).slice(0,n)}function Ji(e,t){let n=Xi(e);return t.map(({start:e,end:t,id:r})=>({start:n(e),end:n(t),who:r}))}function Yi(e,t){let n=[],[r,i]=[0,0],a=t=>{for(;i<t&&r<e.length;i+=1)r+=Number(e.codePointAt(r))>65535?2:1;return i===t};for(let{start:e,end:i,who:o}of t){if(!(e<i)||!a(e))return[];let t=r;if(!a(i))return[];n.push({start:t,end:r,id:o})}return n}function Xi(e){let[t,n]=[0,0];return r=>{for(;t<r;n+=1)t+=Number(e.codePointAt(t))>65535?2:1;return n}}const Zi={"mention.all":`everyone`,"mention.ask":`Choose …`,"mention.doubt":`{name} could be several people: nobody is mentioned.`,"mention.everybody":`Everybody in this group is mentioned.`,"mention.label":`People to mention`,"mention.me":`This is you.`,"mention.unknown":`Not in this group any more.`,"mention.who":`Who is mentioned`,"mention.without":`Send without mentioning them`,"mention.write":`Message`},Qi={"mention.all":`所有人`,"mention.ask":`选择…`,"mention.doubt":`{name} 可能指多个人，目前不会提及任何人。`,"mention.everybody":`提及了群组里的所有人。`,"mention.label":`可提及的人`,"mention.me":`这是您自己。`,"mention.unknown":`已不在此群组中。`,"mention.who":`提及的人`,"mention.without":`不提及对方，直接发送`,"mention.write":`发消息`};var $i=/* @__PURE__ */ H({caller:()=>ua,findNames:()=>sa,placesIn:()=>la,standsAlone:()=>ca,withEverybody:()=>ia});O({en:Zi,zh:Qi});const ea=[Zi[`mention.all`],Qi[`mention.all`],`all`],ta=/(?:(?!\p{Script=Han})[\p{L}\p{N}]|[.@-])_*$/u,na=/^_*(?!\p{Script=Han})[\p{L}\p{N}]/u,ra=/[*_~`[\]()<>]/g;function ia(e){return[...ea.map(e=>({id:`all`,name:e,login:`all`})),...e]}function aa(e){let t=/* @__PURE__ */ new Map;for(let{id:n,name:r,login:i}of e)for(let e of[r,i]){let r=e.toLowerCase();r&&t.set(r,(t.get(r)??/* @__PURE__ */ new Set).add(n))}return{people:e,byName:t,lengths:[...new Set([...t.keys()].map(e=>e.length))].sort((e,t)=>t-e)}}let oa=aa([]);function sa(e,t,n={left:1/0}){if(!e.includes(`@`)||t.length===0)return[];oa.people!==t&&(oa=aa(t));let{byName:r,lengths:i}=oa,a=[];for(let t=e.indexOf(`@`);t!==-1&&n.left>0;t=e.indexOf(`@`,t+1))for(let o of i){--n.left;let i=t+1+o,s=i<=e.length&&r.get(e.slice(t+1,i).toLowerCase());if(s&&ca(e,t,i)){a.push({start:t,end:i,ids:[...s]}),t=i-1;break}}return a}function ca(e,t,n){return ta.test(e.slice(Math.max(0,t-8),t))?!1:/\p{Script=Han}/u.test(e.slice(n-1,n))||!na.test(e.slice(n,n+8))}function la({text:e,mentions:t=[],spans:n=[]},r,i){return n.length>0?Yi(e,n):sa(e,ia(r).filter(({id:e})=>t.includes(e)),i).flatMap(({start:e,end:t,ids:[n=``,...r]})=>r.length>0?[]:{start:e,end:t,id:n})}function ua(e,t,n,r){let i=la(e,t,r),a=0;return{draw:(e,r,o)=>{let s=[],c=r;for(;a<i.length;a+=1){let l=i[a];if(l.start<r)continue;if(l.end>r+e.length)break;s.push(...o(e.slice(c-r,l.start-r)));let u=l.id===`all`?`all`:t.find(({id:e})=>e===l.id)?.login;s.push(fa(l.id,e.slice(l.start-r,l.end-r),u,n)),c=l.end}return[...s,...o(e.slice(c-r))]},masked:da(e.text,i)}}function da(e,t){let n=[],r=0;for(let{start:i,end:a}of t)n.push(e.slice(r,i),e.slice(i,a).replace(ra,`x`)),r=a;return n.join(``)+e.slice(r)}function fa(e,t,n,r){let i=n=>{n.stopPropagation();let r=n.currentTarget;r.focus({preventScroll:!0}),_.value={id:e,written:t,anchor:r.getBoundingClientRect()}};return N`<span
    class=${e===r||e===`all`?`mention me`:`mention`}
    role="button"
    tabindex="0"
    aria-haspopup="dialog"
    title=${n&&`@${n}`}
    onClick=${i}
    onKeyDown=${e=>{(e.key===`Enter`||e.key===` `)&&(e.preventDefault(),i(e))}}
  >${t}</span>`}var pa=/* @__PURE__ */ H({MentionFailure:()=>ma});function ma({pending:{conv:e,client_id:t}}){let n=M(),r=n.conversation(e);if(!r)return null;let i=new Set([...r.members,...Gi(r,n.me).filter(({id:e})=>e===`all`)].map(({id:e})=>e));return N`<button type="button" class="link-button" onClick=${()=>n.session.outbox.retry(t,e=>i.has(e))}>
    ${V(`mention.without`)}
  </button>`}function ha(e,t,n=t.length){let r=Math.min(e.length,t.length),i=t.slice(n),a=i.length<=r&&e.endsWith(i)?i.length:0,o=0;for(;o<r-a&&e[o]===t[o];)o+=1;for(;a<r-o&&e.at(-1-a)===t.at(-1-a);)a+=1;return{start:o,end:e.length-a}}function Y({text:e,choices:t},n,r){if(e===n||t.length===0)return{text:n,choices:t};let{start:i,end:a}=ha(e,n,r),o=n.length-e.length;return{text:n,choices:t.flatMap(e=>e.end<=i?e:e.start>=a?{...e,start:e.start+o,end:e.end+o}:[])}}function ga(e,t){return[...e.filter(({start:e,end:n})=>n<=t.start||e>=t.end),t].sort((e,t)=>e.start-t.start)}function _a({text:e,choices:t},n,r){let i=t.filter(e=>e.start>=n&&e.end<=r);return{text:e.slice(n,r),choices:i.map(e=>({...e,start:e.start-n,end:e.end-n}))}}function va({text:e,choices:t},n,r){let i=r-n.text.length;return i<0||e.slice(i,r)!==n.text?{text:e,choices:t}:{text:e,choices:n.choices.map(e=>({...e,start:e.start+i,end:e.end+i})).reduce(ga,[...t])}}var ya=class{#e=/* @__PURE__ */ new Map;note({text:e,choices:t}){if(this.#e.delete(e),this.#e.set(e,t),!(this.#e.size<=200))for(let e of this.#e.keys()){this.#e.delete(e);break}}of(e){return this.#e.get(e)}};const ba=[`a`,`code`,`pre`];function xa({text:e,choices:t},n){if(!e.includes(`@`))return{ranges:[],doubts:[]};let r=new Set(n.map(({id:e})=>e)),i=Ca(e),a=({start:e,end:t})=>i.some(n=>n.start<t&&n.end>e),o=t.filter(t=>r.has(t.id)&&!a(t)&&ca(e,t.start,t.end)),s=({start:e,end:t})=>o.every(n=>n.end<=e||n.start>=t),c=n.filter(({id:e})=>e!==`all`),l=sa(e,r.has(`all`)?ia(c):c).filter(e=>s(e)&&!a(e)),u=l.flatMap(({start:e,end:t,ids:[n=``,...r]})=>r.length>0?[]:{start:e,end:t,id:n});return{ranges:[...o,...u].sort((e,t)=>e.start-t.start),doubts:l.filter(e=>e.ids.length>1)}}function Sa(e,t){let n=se(e.text),{ranges:r}=xa(Y(Y(e,e.text.trimEnd()),n),t),i=[...new Set(r.map(({id:e})=>e))];return i.length>0?{mentions:i,spans:Ji(n,r.slice(0,100))}:{}}function Ca(e){let t=[],n=[],r=0;for(let{written:i,enter:a,leave:o}of Li(e)){let e=r;r+=i.length,a&&n.push(ba.includes(a.name));let s=t.at(-1);n.includes(!0)&&(s?.end===e?s.end=r:t.push({start:e,end:r})),o&&n.pop()}r=0;for(let n of de(e))n.address&&t.push({start:r,end:r+n.text.length}),r+=n.text.length;return t}var wa=/* @__PURE__ */ H({Mentions:()=>ja,mentionedBy:()=>Aa});const Ta=/* @__PURE__ */ new WeakMap;let Ea=null;function Da({chat:e,conversation:t,intent:n}){return n.kind===`edit`?Ta.get(n)??{text:n.text,choices:la(n,t.members)}:e.drafts.chosen(t.id)}function Oa({chat:e,conversation:t,intent:n},r){n.kind===`edit`?Ta.set(n,r):e.drafts.choose(t.id,r)}function ka({chat:e,conversation:t,intent:n}){let r=n.kind===`edit`&&n.mentions?.includes(`all`)?{...t.settings,mention_all:`everybody`}:t.settings;return Gi({...t,settings:r},e.me)}function Aa(e,t){let{conversation:n,intent:r}=e,i=Y(Da(e),t),a=r.kind===`edit`?la(r,n.members):[];return{isOther:JSON.stringify(i.choices)!==JSON.stringify(a),called:Sa(i,ka(e))}}function ja({conversation:e,intent:t,typed:n,input:r,replace:i}){let a={chat:M(),conversation:e,intent:t},o=ee(),s=T(new ya),[c,l]=g(()=>r.current?.selectionEnd??0),[d,f]=g(0),[p,m]=g(-1),[h,_]=g(null),v=ne(()=>ka(a),[e,t]),y=Y(Da(a),n),{doubts:b}=xa(y,v),S=c<=n.length?Ki(n.slice(0,c)):null;S!==null&&u();let C=h?.start??(S===null?-1:c-S.length-1),te=h?.end??c,w=h?v.filter(({id:e})=>h.ids.includes(e)):S===null||C===p||y.choices.some(e=>e.start===C)?[]:qi(v,S,6),E=Math.min(d,w.length-1),D=w.length>0,re=()=>{let e=r.current?.selectionEnd??0;e!==c&&(l(e),f(0),_(null))},O=e=>{Oa(a,e),s.current.note(e)},ie=({id:e,name:t})=>{s.current.note(y);let r=`@${t}${h||/^\s/.test(n.slice(te))?``:` `}`;_(null),i(C,te,r);let a=Y(y,n.slice(0,C)+r+n.slice(te),C+r.length);O({...a,choices:ga(a.choices,{start:C,end:C+1+t.length,id:e})})},k=e=>{let t=w[E];if(t&&!e.isComposing&&e.keyCode!==229){if(e.key===`ArrowDown`)f((E+1)%w.length);else if(e.key===`ArrowUp`)f((E+w.length-1)%w.length);else if(e.key===`Enter`||e.key===`Tab`)ie(t);else if(e.key===`Escape`)m(C),_(null);else return;e.preventDefault(),e.stopImmediatePropagation()}},ae=({inputType:e=``})=>{let{value:t,selectionEnd:n}=r.current,i=Da(a);s.current.note(i);let o=e.startsWith(`history`)?s.current.of(t):void 0,c=o?{text:t,choices:o}:Y(i,t,n);O(Ea&&/^insertFrom(Paste|Drop)$/.test(e)?va(c,Ea,n):c),re()},A=()=>{let{value:e,selectionStart:t,selectionEnd:n}=r.current;Ea=_a(Y(Da(a),e),t,n)};Ma(r,{keydown:k,input:ae,copy:A,cut:A,keyup:re,click:re}),x(()=>{let e=r.current;if(e&&D)return e.setAttribute(`aria-autocomplete`,`list`),e.setAttribute(`aria-controls`,o),e.setAttribute(`aria-activedescendant`,`${o}-${E}`),()=>{for(let t of[`autocomplete`,`controls`,`activedescendant`])e.removeAttribute(`aria-${t}`)}},[D,E]);let[oe]=b;return N`${D&&N`<${Na} id=${o} offered=${w} at=${E} onPick=${ie} />`}
    ${oe&&!D&&N`<p class="mention-doubt" role="status">
        <span dir="auto">${V(`mention.doubt`,{name:n.slice(oe.start,oe.end)})}</span>${` `}
        <button
          type="button"
          class="link-button"
          onClick=${()=>{r.current?.focus(),_(oe),f(0)}}
        >
          ${V(`mention.ask`)}
        </button>
      </p>`}`}function Ma(e,t){let n=T(t);n.current=t,x(()=>{let r=e.current,i=e=>n.current[e.type]?.(e);for(let e of Object.keys(t))r?.addEventListener(e,i,!0);return()=>{for(let e of Object.keys(t))r?.removeEventListener(e,i,!0)}},[])}function Na({id:e,offered:t,at:n,onPick:r}){return N`<ul id=${e} class="mention-list" role="listbox" aria-label=${V(`mention.label`)}>
    ${t.map((t,i)=>N`<li
        key=${t.id}
        id=${`${e}-${i}`}
        role="option"
        aria-selected=${i===n}
        onMouseDown=${e=>{e.preventDefault(),r(t)}}
      >
        ${t.id===`all`?N`<span class="avatar plain small" aria-hidden="true"><${D} name="group" /></span>`:N`<${b} id=${t.id} name=${t.name} size="small" />`}
        <bdi>${t.name}</bdi>${t.id!==`all`&&N`<span class="mention-login">@${t.login}</span>`}
      </li>`)}
  </ul>`}var Pa=/* @__PURE__ */ H({MessageMenu:()=>Ia});const Fa=Je(()=>Promise.all([Promise.resolve().then(()=>wn),Ve(new URL(`./later.css`,import.meta.url).href)]).then(([e])=>e.EmojiPicker));function Ia({conversation:e,row:t,canReply:n,onReply:r,onClose:i}){let{session:a,me:o}=M(),[s,c]=g(`menu`),{id:l}=e,{message:u}=t;return W(()=>c(`menu`),s!==`menu`),La(s===`menu`),s===`text`?N`<${Ba} text=${t.text} />`:u?s===`readers`?N`<${Va} conversation=${e} message=${u} />`:s===`emoji`?N`<${Fa} onPick=${e=>{F(a.react(l,u.seq,e,!0)),i()}} />`:s===`recall`?N`<div class="confirm">
      <p>${V(A(u)&&u.sender===o?`recall.ask`:`recall.ask-other`)}</p>
      <div class="confirm-buttons">
        <button type="button" class="button quiet" ref=${we} onClick=${i}>${V(`cancel`)}</button>
        <button type="button" class="button danger" onClick=${()=>{F(a.recall(l,u.seq)),i()}}>${V(`message.recall`)}</button>
      </div>
    </div>`:N`<${Ra} conv=${l} message=${u} onMore=${()=>c(`emoji`)} onClose=${i} />
    <${za} conversation=${e} row=${t} canReply=${n} onReply=${r} onPage=${c} onClose=${i} />`:N`<${za} conversation=${e} row=${t} onPage=${c} onClose=${i} />`}function La(e){let t=T(e);P(()=>{e&&!t.current&&we(document.querySelector(`dialog[open] .menu-item`)),t.current=e},[e])}function Ra({conv:e,message:t,onMore:n,onClose:r}){let{session:i,me:a}=M();return N`<div class="quick-reactions" role="group" aria-label=${V(`message.react`)}>
    ${Sn(6).map(n=>{let o=t.reactions?.[n]?.includes(a)??!1;return N`<button
        type="button"
        key=${n}
        aria-pressed=${o}
        aria-label=${V(`message.react-with`,{emoji:n})}
        onClick=${()=>{F(i.react(e,t.seq,n,!o)),r()}}
      >
        ${n}
      </button>`})}
    <button type="button" aria-label=${V(`emoji.more`)} title=${V(`emoji.more`)} onClick=${n}><${D} name="smile" /></button>
  </div>`}function za({conversation:e,row:{text:t,message:n,pending:r},canReply:i=!1,onReply:a=()=>{},onPage:o,onClose:s}){let{session:c,me:l,intents:u}=M(),{id:d,kind:f,role:p}=e,m=n!==null&&A(n)&&n.sender===l,h=f===`group`&&p!==`member`,g=n!==null&&(e.pins?.includes(n.seq)??!1),_=n&&(h&&A(n)||m&&Date.now()-n.ts<9e5),v=e=>()=>{e(),s()};return N`<ul class="menu">
    ${i&&N`<${X} icon="reply" label=${V(`message.reply`)} keys="R" onClick=${v(a)} />`}
    ${(m||r&&!r.failed)&&N`<${X} icon="edit" label=${V(`message.edit`)} keys=${n&&`E`} onClick=${v(()=>u.edit(d,n??{seq:r?.client_id??``,text:t,mentions:r?.mentions,spans:r?.spans}))} />`}
    ${t&&`clipboard`in navigator&&N`<${X} icon="copy" label=${V(`message.copy`)} keys=${n&&`C`} onClick=${v(async()=>{await navigator.clipboard.writeText(t),Ee(V(`copied`))})} />`}
    ${t&&!pe()&&N`<${X} icon="menu" label=${V(`message.select`)} onClick=${()=>o(`text`)} />`}
    ${n&&(f===`direct`||h)&&(g||A(n))&&N`<${X}
      icon="pin"
      label=${V(g?`message.unpin`:`message.pin`)}
      onClick=${v(()=>F(c.pin(d,n.seq,!g)))}
    />`}
    ${m&&N`<${X} icon="checks" label=${V(`message.readers`)} onClick=${()=>o(`readers`)} />`}
    ${_&&N`<${X} icon="trash" danger label=${V(`message.recall`)} onClick=${()=>o(`recall`)} />`}
    ${r&&N`<${X} icon="trash" danger label=${V(`message.discard`)} onClick=${v(()=>c.recall(d,r.client_id))} />`}
  </ul>`}function Ba({text:e}){let t=T(null);return P(()=>{t.current&&(t.current.focus(),getSelection()?.selectAllChildren(t.current))},[]),N`<p class="whole-text" ref=${t} tabindex="-1" dir="auto">${e}</p>`}function X({icon:e,label:t,keys:n,danger:r=!1,onClick:i}){return N`<li>
    <button type="button" class=${r?`menu-item danger`:`menu-item`} onClick=${i}>
      <${D} name=${e} /><span>${t}</span>${n&&N`<kbd aria-hidden="true">${n}</kbd>`}
    </button>
  </li>`}function Va({conversation:e,message:t}){let{id:n}=e,r=M().conversation(n)??e,{read:i,delivered:a,waiting:o}=ie(r,t.sender,t.seq);return N`<div class="readers" ref=${we} tabindex="-1">
    ${[[`readers.read`,i],[`readers.delivered`,a],[`readers.waiting`,o]].map(([e,t])=>t.length>0&&N`<section key=${e}>
        <h2>${V(e)}</h2>
        <ul>
          ${t.map(({id:e,name:t,login:n})=>N`<li key=${e}>
            <${b} id=${e} name=${t} size="small" />
            <span><bdi>${t}</bdi>${r.members.some(n=>n.name===t&&n.id!==e)&&N` <span class="row-sub">@${n}</span>`}</span>
          </li>`)}
        </ul>
      </section>`)}
  </div>`}var Ha=/* @__PURE__ */ H({Missing:()=>Ua});function Ua(){return N`<div class="pane-empty">
    <h1>${V(`conversation.missing`)}</h1>
    <a class="button quiet" href=${L.home}>${V(`conversation.to-list`)}</a>
  </div>`}var Wa=/* @__PURE__ */ H({NewChat:()=>Ga});function Ga(){let{api:e}=B(),{session:t,me:n}=M(),{busy:r,error:i,run:a}=z(async n=>{let r=await e.direct(n.id);t.learn(r),R(L.conversation(r.id),{replace:!0})});return N`<${q} title=${V(`new.title`)} back=${L.home}>
    <a class="row accent" href=${L.group}>
      <span class="avatar plain"><${D} name="group" /></span>
      <span class="row-main"><span class="row-title">${V(`group.new`)}</span></span>
    </a>
    ${i&&N`<p class="alert" role="alert">${l(i)}</p>`}
    <${tt} label=${V(`people.search`)} without=${[n]} busy=${r} autofocus onPick=${a} />
  <//>`}var Ka=/* @__PURE__ */ H({NewGroup:()=>qa});function qa(){let{api:e}=B(),{session:t,me:n}=M(),[r,i]=g(``),[a,o]=g([]),s=a.map(({id:e})=>e),c=ne(le,[r.trim(),s.join()]),u=e=>o(s.includes(e.id)?a.filter(({id:t})=>t!==e.id):[...a,e]),{busy:d,error:f,run:p}=z(async()=>{let n=await e.group(r.trim(),s,c);t.learn(n),R(L.conversation(n.id),{replace:!0})}),m=N`<button type="submit" form="new-group" class="button primary" disabled=${d||!r.trim()}>
    ${a.length===0?V(`group.create-empty`):k(`group.create`,a.length)}
  </button>`;return N`<${q} title=${V(`group.new`)} back=${L.new} footer=${m}>
    <form
      id="new-group"
      class="form inset"
      onSubmit=${e=>{e.preventDefault(),p()}}
    >
      ${f&&N`<p class="alert" role="alert">${l(f)}</p>`}
      <${I} label=${V(`group.title`)} value=${r} onInput=${i} maxlength=${100} autofocus required />
      ${a.length>0&&N`<ul class="chips" aria-label=${V(`group.chosen`)}>
        ${a.map(e=>N`<li key=${e.id}>
            <button
              type="button"
              class="chip"
              aria-label=${V(`group.unpick`,{name:e.name})}
              onClick=${()=>u(e)}
            >
              <bdi>${e.name}</bdi><${D} name="close" />
            </button>
          </li>`)}
      </ul>`}
    </form>
    <${tt} label=${V(`people.search`)} without=${[n]} chosen=${s} onPick=${u} />
  <//>`}var Ja=/* @__PURE__ */ H({NoComposer:()=>Ya});function Ya({conversation:e,why:t}){let{me:n}=M(),{api:r}=B(),i=C(e,n),[a,o]=g(!1);return N`<div class="no-composer" role="note">
    <p>${V(`composer.why.${t}`)}</p>
    ${t===`blocked`&&N`<button type="button" class="button quiet" disabled=${a} onClick=${async()=>{o(!0),i&&await F(r.block(i.id,!1)),o(!1)}}>${V(`block.off`)}</button>`}
  </div>`}var Xa=/* @__PURE__ */ H({NothingOpen:()=>Za});function Za(){let{conversations:e}=M();return N`<div class="pane-empty">
    <${D} name="talk" />
    <p>${V(e.value.length>0?`conversation.none`:`conversation.none-yet`)}</p>
  </div>`}O({en:{"notice.several.one":`{count} new message`,"notice.several.other":`{count} new messages`,"notices.blocked":`The browser blocks notifications of this chat. To allow them, press the sign beside the address, or open the settings of the app, and look for notifications.`,"notices.home-screen":`On an iPhone or iPad, put the chat on the home screen first: press Share, then Add to Home Screen. Open it from there and switch notifications on.`,"notices.insecure":`Browsers notify over HTTPS only. Open the chat at its https:// address, or ask who runs the server.`,"notices.off":`This device doesn’t tell you of new messages.`,"notices.on":`This device tells you of new messages, also while the chat is closed.`,"notices.page":`While the chat is open only: the browser can’t be woken. That takes the internet, and a certificate that this device trusts.`,"notices.unable":`This browser can’t notify you. Use a newer one, or another.`,"notices.waiting":`While the chat is open. Also while it is closed, as soon as the server is reached.`,"offer.accept":`Turn on`,"offer.decline":`No, thanks`,"offer.later":`You can turn notifications on in the menu at any time.`,"offer.text":`Be told of new messages, also while the chat is closed?`,"settings.notify":`Notifications`},zh:{"notice.several.one":`{count} 条新消息`,"notice.several.other":`{count} 条新消息`,"notices.blocked":`浏览器已禁止此聊天的通知。如需开启，请点按地址栏旁的图标，或打开应用的系统设置，找到“通知”并允许。`,"notices.home-screen":`在 iPhone 或 iPad 上，请先点按“共享”，再选择“添加到主屏幕”，然后从主屏幕打开聊天并开启通知。`,"notices.insecure":`浏览器只在 HTTPS 下提供通知。请用 https:// 开头的地址打开聊天，或联系服务器管理员。`,"notices.off":`此设备不会提醒您有新消息。`,"notices.on":`有新消息时，此设备会提醒您，聊天关闭时也会。`,"notices.page":`仅在聊天打开时提醒：浏览器无法在后台接收通知。后台通知需要连接互联网，并且此设备信任服务器的证书。`,"notices.unable":`此浏览器不支持通知，请更新浏览器或换用其他浏览器。`,"notices.waiting":`目前仅在聊天打开时提醒。连上服务器后，聊天关闭时也会提醒。`,"offer.accept":`开启`,"offer.decline":`不用了`,"offer.later":`您随时可以在菜单中开启通知。`,"offer.text":`聊天关闭时，也要接收新消息通知吗？`,"settings.notify":`通知`}});const Qa=`imnode-notices`,$a=`/notices.json`;async function eo(e){await(await caches.open(Qa)).put($a,new Response(JSON.stringify(e)))}async function to(){let e=await globalThis.caches?.match($a,{cacheName:Qa});return e?e.json():null}async function no(){await globalThis.caches?.delete(Qa)}const ro=`imnode.push-ended`;var io=class{#e;#t;#n;#r=0;constructor({registration:e,request:t,marks:n}){this.#e=e,this.#t=t,this.#n=n}async open(){let e=this.#r,t=(await this.#e())?.pushManager;if(!t)return`page`;let n;try{({key:n}=await this.#t(`GET`,`/push/key`))}catch{return`waiting`}if(e!==this.#r)return`waiting`;let r;try{r=await this.#i(t,n)}catch{return`page`}if(e!==this.#r)return await r.unsubscribe(),`waiting`;try{await this.#t(`POST`,`/push/subscriptions`,{body:r.toJSON()})}catch{return`waiting`}return`on`}async end(){this.#r+=1;let e=await(await this.#e())?.pushManager?.getSubscription();e&&(this.#o(e.endpoint),await e.unsubscribe())}async forget(){await this.end(),this.#n.removeItem(ro)}async settle(){for(let e of this.#a()){try{await this.#t(`DELETE`,`/push/subscriptions`,{body:{endpoint:e}})}catch(e){if(y(e).retry)return}this.#s(this.#a().filter(t=>t!==e))}}async#i(e,t){let n=ao(t),r=await e.getSubscription();return r&&oo(n,r.options.applicationServerKey)?r:(r&&(this.#o(r.endpoint),await r.unsubscribe()),e.subscribe({userVisibleOnly:!0,applicationServerKey:n}))}#a(){try{return JSON.parse(this.#n.getItem(ro)??`[]`)}catch{return[]}}#o(e){this.#s([...this.#a().filter(t=>t!==e),e])}#s(e){e.length>0?this.#n.setItem(ro,JSON.stringify(e)):this.#n.removeItem(ro)}};function ao(e){return Uint8Array.from(atob(e.replaceAll(`-`,`+`).replaceAll(`_`,`/`)),e=>e.charCodeAt(0))}function oo(e,t){let n=new Uint8Array(t??[]);return e.length===n.length&&e.every((e,t)=>e===n[t])}const so=`imnode.notify`,co=`imnode.notify-offered`,Z=je(!1),Q=je(`default`),lo=je(`waiting`),uo=je(!1),fo=je(`unable`);let $;const po=te(()=>mo(fo.value,Q.value,Z.value,lo.value));function mo(e,t,n,r){return e===`able`?t===`denied`?`blocked`:n&&t===`granted`?r:`off`:e}function ho({isSecureContext:e,Notification:t,navigator:{userAgent:n,maxTouchPoints:r}}){return e?t?`able`:/iPhone|iPad|iPod/.test(n)||/Macintosh/.test(n)&&r>1?`home-screen`:`unable`:`insecure`}function go(e){if(fo.value=ho(window),fo.value!==`able`)return;Q.value=Notification.permission,Z.value=localStorage.getItem(so)===`on`,$=new io({registration:Do,request:e.api.request.bind(e.api),marks:localStorage}),Do().then(e=>{uo.value=!!e?.pushManager}),window.addEventListener(`storage`,({key:e,newValue:t})=>{e===so&&(Z.value=t===`on`)});let t=()=>{Q.value=Notification.permission};window.addEventListener(`focus`,t),navigator.permissions?.query({name:`notifications`}).then(e=>{e.onchange=t},()=>{}),navigator.serviceWorker?.addEventListener(`message`,({data:t})=>{t?.subscription&&vo(e)}),_o(e),yo(e)}function _o(e){let t;n(()=>{let n=e.chat.value;n&&(t=n.me),lo.value=`waiting`}),n(()=>{e.phase.value===`signed-out`&&Eo(t)}),n(()=>{let t=e.chat.value;t&&t.state.value===`live`&&(Z.value&&Q.value===`granted`&&lo.peek()!==`on`?vo(e):$.settle())}),n(()=>{let t={user:e.chat.value?.me??``,language:Ye.value};t.user&&Z.value&&Q.value===`granted`&&eo(t).catch(()=>{})})}async function vo(e){let t=e.chat.peek();if(!t||!Z.peek())return;await $.settle();let n=await $.open();e.chat.peek()===t&&(lo.value=n)}function yo(e){n(()=>{let t=e.chat.value,n=t&&t.written.value>0&&t.pending.value.length===0,r=t?.state.value===`live`&&(n||matchMedia(`(display-mode: standalone)`).matches),i=he.value||e.reused.value;r&&!i&&uo.value&&po.value===`off`&&!xo()&&bo(),t&&po.value===`off`||(Me.value=null)})}async function bo(){let[{PushOffer:e}]=await Promise.all([Promise.resolve().then(()=>Uo),Ve(new URL(`./later.css`,import.meta.url).href)]);po.peek()===`off`&&!xo()&&(Me.value=e)}function xo(){return localStorage.getItem(so)!==null||localStorage.getItem(co)!==null}function So(){localStorage.setItem(co,`1`),Me.value=null}async function Co(){return Q.value=await Notification.requestPermission(),Q.value===`granted`&&(To(!0),!0)}async function wo(){To(!1),lo.value=`waiting`,await Promise.all([$.end(),no(),Oo()]),await $.settle()}function To(e){localStorage.setItem(so,e?`on`:`off`),Z.value=e}async function Eo(e){let t=await to().catch(()=>null);e&&t&&t.user!==e||(localStorage.removeItem(so),Z.value=!1,await Promise.all([$.forget(),no(),Oo()]).catch(()=>{}))}async function Do(){let{serviceWorker:e}=navigator;if(document.readyState!==`complete`&&await new Promise(e=>window.addEventListener(`load`,e)),!await e?.register(`sw.js`).catch(()=>e.getRegistration()))return null;let t=new Promise(e=>setTimeout(()=>e(null),6e4));return Promise.race([e.ready,t])}async function Oo(){let e=await navigator.serviceWorker?.getRegistration();for(let t of await e?.getNotifications()??[])t.close()}var ko=/* @__PURE__ */ H({startNotifier:()=>jo});const Ao=/* @__PURE__ */ new Map;function jo(e){go(e);let r=null;n(()=>{let n=e.chat.value,i=n?.arrived.value??null;if(!n||!i||i===r)return;r=i;let a=n.session.conversations.get(i.conv),o=Ne.peek(),s=Le.peek()&&`id`in o&&o.id===i.conv;a&&!s&&Z.peek()&&!n.blocked.peek().has(i.message.sender)&&t(a,i.message,n.me,Date.now())&&Fo(n,a,i.message)}),n(()=>{let t=e.chat.value?.conversations.value??[],n=Date.now(),r=t.reduce((e,t)=>e+(ke(t,n)?0:t.unread??0),0);`setAppBadge`in navigator&&(r>0?navigator.setAppBadge(r):navigator.clearAppBadge()).catch(()=>{})}),Mo(e)}function Mo(e){let t=``;n(()=>{let n=e.chat.value;if(n||No(),!n?.ready.value)return;let r=n.conversations.value.map(e=>`${e.id} ${e.read}`).sort().join();r!==t&&Po(n),t=r}),navigator.serviceWorker?.addEventListener(`message`,({data:t})=>{let n=e.chat.peek();t?.notice&&n&&Po(n)})}function No(){for(let e of Ao.values())e.close();Ao.clear()}async function Po(e){let t=await navigator.serviceWorker?.getRegistration();for(let n of[...await t?.getNotifications()??[],...Ao.values()]){let{conv:t,seq:r}=n.data??{},i=e.session.conversations.get(t);(i?(i.read??0)<r:t&&e.state.peek()!==`live`)||(n.close(),Ao.delete(t))}}async function Fo(e,t,n){if(!(`Notification`in globalThis)||Notification.permission!==`granted`)return;let r=e.session.conversations.person(n.sender)?.name??V(`person.unknown`);await ze();let i=xe(n).slice(0,180),a=t.kind===`group`&&A(n)?V(`announcer.message`,{name:r,text:i}):i,{id:s,unread:c=1}=t,l=[o(t,e.me),Ke.value].filter(Boolean).join(` · `),u={body:c>1?`${a}\n${k(`notice.several`,c)}`:a,tag:s,renotify:!0,icon:`icon-192.png`,data:{path:L.conversation(s),conv:s,seq:n.seq,unread:c}},d=await navigator.serviceWorker?.getRegistration();if(d?.active){let[e]=await d.getNotifications({tag:s});if(e?.data?.seq>=n.seq)return;await d.showNotification(l,u)}else{let e=new Notification(l,u);Ao.set(s,e),e.onclick=()=>{window.focus(),R(u.data.path),e.close()}}(e.session.conversations.get(s)?.read??0)>=n.seq&&await Po(e)}var Io=/* @__PURE__ */ H({PersonCard:()=>Lo});function Lo({conversation:e}){if(!_.value)return null;let{id:t,written:n,anchor:r}=_.value,i=()=>{_.value=null};return N`<${Xe} label=${V(`mention.who`)} anchor=${r} kind="person-card" onClose=${i}>
    ${t===`all`?N`<div class="person-head">
            <span class="avatar plain" aria-hidden="true"><${D} name="group" /></span>
            <p>${V(`mention.everybody`)}</p>
          </div>`:N`<${Ro} conversation=${e} id=${t} written=${n} onClose=${i} />`}
  <//>`}function Ro({conversation:e,id:t,written:n,onClose:r}){let i=M(),{api:a}=B(),o=e.members.find(e=>e.id===t),s=o??i.person(t),c=s?.name??n.slice(1),l=!o&&(e.member_count??0)<=e.members.length;return N`<div class="person-head">
      <${b} id=${t} name=${c} online=${i.people.online.value.has(t)} />
      <p class="row-main">
        <span class="row-title"><bdi>${c}</bdi></span>
        ${s?.login&&N`<span class="row-sub">@${s.login}</span>`}
        ${t===i.me&&N`<span class="row-sub">${V(`mention.me`)}</span>`}
        ${l&&N`<span class="row-sub">${V(`mention.unknown`)}</span>`}
      </p>
    </div>
    ${t!==i.me&&s?.login&&N`<button type="button" class="button primary" onClick=${async()=>{r();let e=a.direct(t).then(e=>{i.session.learn(e),R(L.conversation(e.id))});await F(e)}}>
      <${D} name="talk" />${V(`mention.write`)}
    </button>`}`}var zo=/* @__PURE__ */ H({PinBar:()=>Bo});function Bo({conversation:{id:e,pins:t=[]}}){let[n,r]=g(0),i=t.length-1-n%Math.max(1,t.length),a=t[i];if(a===void 0)return null;let o=t.length>1?V(`pins.of`,{number:i+1,count:t.length}):V(`pins.single`);return N`<button
    type="button"
    class="pin-bar"
    onClick=${()=>{j(e,a),r(n+1)}}
  >
    <${D} name="pin" />
    <span class="pin-main"><span class="pin-label">${o}</span><${Pe} key=${a} conv=${e} seq=${a} /></span>
  </button>`}var Vo=/* @__PURE__ */ H({startPresses:()=>Ho});function Ho(e){let t=null,n=!1,r=()=>{t&&clearTimeout(t.timer),t=null};e.addEventListener(`pointerdown`,({target:e,pointerType:i,isPrimary:a,clientX:o,clientY:s})=>{r(),n=!1,i===`touch`&&a&&(t={timer:setTimeout(()=>{let t=new MouseEvent(`contextmenu`,{bubbles:!0,cancelable:!0,clientX:o,clientY:s});n=!e.dispatchEvent(t),r()},450),x:o,y:s})},!0),e.addEventListener(`pointermove`,({clientX:e,clientY:n})=>{t&&Math.hypot(e-t.x,n-t.y)>8&&r()},!0);for(let t of[`pointerup`,`pointercancel`,`scroll`])e.addEventListener(t,r,!0);e.addEventListener(`contextmenu`,e=>{e.isTrusted&&n&&(e.preventDefault(),e.stopPropagation())},!0),e.addEventListener(`contextmenu`,e=>{e.isTrusted&&t&&(n=e.defaultPrevented),r()}),e.addEventListener(`touchend`,e=>n&&e.cancelable&&e.preventDefault(),{passive:!1})}var Uo=/* @__PURE__ */ H({PushOffer:()=>Wo});function Wo(){return P(()=>(document.documentElement.dataset.offer=``,()=>{delete document.documentElement.dataset.offer}),[]),N`<div class="offer" role="region" aria-label=${V(`settings.notify`)}>
    <p class="offer-text">${V(`offer.text`)}</p>
    <span class="offer-buttons">
      <button type="button" class="button primary small" onClick=${async()=>{await Co().catch(()=>{}),po.peek()===`blocked`&&Ee(V(`notices.blocked`)),So()}}>${V(`offer.accept`)}</button>
      <button type="button" class="button quiet small" onClick=${()=>{Ee(V(`offer.later`)),So()}}>${V(`offer.decline`)}</button>
    </span>
  </div>`}const Go={"devices.end":`Sign out {device}`,"devices.intro":`You are signed in on these devices. Sign out those you don’t know or don’t use any more.`,"devices.seen":`Last seen: {time}`,"devices.this":`This device`,"devices.unnamed":`Unnamed device`,logout:`Sign out`,"logout.anyway":`Sign out and delete them`,"logout.unsent.one":`{count} message or change hasn’t been sent yet and would be lost.`,"logout.unsent.other":`{count} messages or changes haven’t been sent yet and would be lost.`,"name.hint":`What others see.`,"password.change":`Change the password`,"password.changed":`The password was changed.`,"password.old":`Present password`,"password.others":`Your other devices will be signed out.`,"password.wrong":`This is not your present password.`,save:`Save`,"settings.devices":`Devices`,"settings.name":`Name`,"settings.password":`Password`,"settings.text":`Text size`,"settings.theme":`Appearance`,"text.huge":`Largest`,"text.large":`Larger`,"text.normal":`Normal`,"theme.auto":`Automatic`,"theme.dark":`Dark`,"theme.light":`Light`},Ko={"devices.end":`将 {device} 退出登录`,"devices.intro":`您在以下设备上登录。请将不认识或不再使用的设备退出登录。`,"devices.seen":`上次使用：{time}`,"devices.this":`当前设备`,"devices.unnamed":`未命名设备`,logout:`退出登录`,"logout.anyway":`删除并退出登录`,"logout.unsent.one":`有 {count} 条消息或更改尚未发送，退出后将丢失。`,"logout.unsent.other":`有 {count} 条消息或更改尚未发送，退出后将丢失。`,"name.hint":`其他人看到的名字。`,"password.change":`修改密码`,"password.changed":`密码已修改。`,"password.old":`当前密码`,"password.others":`您的其他设备将退出登录。`,"password.wrong":`当前密码不正确。`,save:`保存`,"settings.devices":`设备`,"settings.name":`姓名`,"settings.password":`密码`,"settings.text":`文字大小`,"settings.theme":`外观`,"text.huge":`最大`,"text.large":`较大`,"text.normal":`标准`,"theme.auto":`跟随系统`,"theme.dark":`深色`,"theme.light":`浅色`};var qo=/* @__PURE__ */ H({ReuseNote:()=>Jo});O({en:Go,zh:Ko});function Jo({reuse:{device:e,at:t}}){let n=B();return N`<div class="update-place" role="alert">
    <div class="update-note wide">
      <span>${V(`reuse.ended`,{device:e||V(`devices.unnamed`),time:S(t)})}<br />${V(`reuse.advice`)}</span>
      <a class="link-button" href=${L.password} onClick=${()=>n.takeNote()}>${V(`password.change`)}</a>
      <button type="button" class="link-button" onClick=${()=>n.takeNote()}>${V(`close`)}</button>
    </div>
  </div>`}var Yo=/* @__PURE__ */ H({SearchResults:()=>Xo});function Xo({query:t,hasChats:n,onDone:r}){let i=M(),{api:a}=B(),o=ge(),[s,u]=g(null),[d,f]=g(``),[p,m]=g(null),[h,_]=g(null),v=ne(()=>on(t),[t]);W(r),P(()=>{let e=!0,n=setTimeout(()=>a.search({q:t.trim()}).then(n=>{e&&(u(n.results),m(n.before),_(null),f(t))},n=>{e&&(_(y(n)),f(t))}),300);return()=>{e=!1,clearTimeout(n)}},[t]);let x=async()=>{let e=await a.search({q:t.trim(),before:p??void 0});u([...s??[],...e.results]),m(e.before)},S=s?.filter(({conv:e})=>i.conversation(e))??[];return s&&S.length===0&&p===null&&!h&&!n?N`<section class="results" aria-label=${V(`find.none`)}><${Zo} query=${d.trim()} onDone=${r} /></section>`:N`<section class="results" aria-label=${V(`search.messages`)} aria-busy=${d!==t}>
    <h2 class="section-title">${V(`search.messages`)}</h2>
    ${h&&N`<p class="alert" role="alert">${l(h)}</p>`}
    <ul class="rows" data-choices>
      ${S.map(({conv:t,message:n})=>{let r=i.conversation(t),a=c(r,i.me),s=n.sender===i.me?V(`list.you`):i.person(n.sender)?.name;return N`<li key=${`${t} ${n.seq}`}>
          <a
            class="row"
            href=${L.conversation(t)}
            onClick=${e=>{e.preventDefault(),j(t,n.seq,v)}}
          >
            <${b} ...${a} size="small" />
            <span class="row-main">
              <span class="row-line">
                <span class="row-title"><bdi>${a.name}</bdi></span>
                <time class="row-time" datetime=${new Date(n.ts).toISOString()}>${w(n.ts,o)}</time>
              </span>
              <span class="row-sub result-text">
                ${s&&N`<span class="row-from">${V(`list.from`,{name:s})}</span>`}
                ${Fe(Qo(e(n.text),v),{find:v,linked:!0})}
              </span>
            </span>
          </a>
        </li>`})}
    </ul>
    ${s&&S.length===0&&N`<p class="empty-note" role="status">${V(`search.no-messages`,{query:d.trim()})}</p>`}
    ${p!==null&&N`<div class="inset"><button type="button" class="button quiet" onClick=${x}>${V(`people.more`)}</button></div>`}
    <div class="inset"><button type="button" class="link-button" onClick=${r}>${V(`search.done`)}</button></div>
  </section>`}function Zo({query:e,onDone:t}){return N`<${gr} title=${V(`search.none`,{query:e})} text=${V(`search.where`)} hint=${V(`search.hint`)}>
    <a class="button quiet" href=${L.new}>${V(`search.people`)}</a>
    <button type="button" class="button quiet" onClick=${t}>${V(`search.done`)}</button>
  <//>`}function Qo(e,t){let n=t(e)[0]?.[0]??0,r=Math.max(0,n-24);return(r>0?`…`:``)+e.slice(r,r+160)}var $o=/* @__PURE__ */ H({DevicesPage:()=>es});function es(){let{api:e}=B(),t=ge(),[n,r]=g(null),[i,a]=g(null),[o,s]=g([]),c=()=>e.devices().then(e=>{r([...e.sessions].sort((e,t)=>Number(t.current)-Number(e.current))),s(e.reused)},e=>a(y(e)));P(()=>{c()},[]);let u=async t=>{await F(e.endDevice(t.id)),await c()};return N`<${q} title=${V(`settings.devices`)} back=${L.settings}>
    ${i&&N`<p class="alert" role="alert">${l(i)}</p>`}
    ${o.map(({session:e,device:t,at:n})=>N`<p key=${e} class="alert" role="alert">
      ${V(`reuse.ended`,{device:t||V(`devices.unnamed`),time:S(n)})}<br />${V(`reuse.advice`)}
    </p>`)}
    <p class="panel-note">${V(`devices.intro`)}</p>
    <ul class="rows" aria-busy=${!n}>
      ${n?.map(e=>N`<li key=${e.id} class="row still">
        <span class="avatar plain"><${D} name="device" /></span>
        <span class="row-main">
          <span class="row-title"><bdi>${e.device||V(`devices.unnamed`)}</bdi></span>
          <span class=${e.online?`row-sub here`:`row-sub`}>
            ${e.current?V(`devices.this`):e.online?V(`presence.online`):V(`devices.seen`,{time:w(e.last_seen_at,t)})}
          </span>
        </span>
        ${!e.current&&N`<button type="button" class="button quiet small" onClick=${()=>u(e)} aria-label=${V(`devices.end`,{device:e.device||V(`devices.unnamed`)})}>
          ${V(`logout`)}
        </button>`}
      </li>`)}
    </ul>
  <//>`}var ts=/* @__PURE__ */ H({NamePage:()=>ns});function ns(){let e=B(),[t,n]=g(e.user.value?.name??``),{busy:r,error:i,run:a}=z(async()=>{e.rename(await e.api.setName(t.trim())),R(L.settings,{replace:!0})});return N`<${q} title=${V(`settings.name`)} back=${L.settings}>
    <form
      class="form inset"
      onSubmit=${e=>{e.preventDefault(),a()}}
    >
      <${I}
        label=${V(`link.name`)}
        hint=${V(`name.hint`)}
        error=${i?l(i):void 0}
        value=${t}
        onInput=${n}
        autocomplete="name"
        maxlength=${100}
        autofocus
        required
      />
      <button class="button primary" disabled=${r||!t.trim()}>${V(`save`)}</button>
    </form>
  <//>`}const rs=[`insecure`,`home-screen`,`unable`,`blocked`];function is(){let e=po.value,t=rs.includes(e);return N`<${jt}
    label=${V(`settings.notify`)}
    hint=${V(`notices.${e}`)}
    on=${!t&&e!==`off`}
    disabled=${t}
    onChange=${async e=>e?Co():(await wo(),!0)}
  />`}var as=/* @__PURE__ */ H({SettingsPanel:()=>ls});O({en:Go,zh:Ko});const os=Je(()=>Promise.resolve().then(()=>ts).then(e=>e.NamePage)),ss=Je(()=>Promise.resolve().then(()=>ps).then(e=>e.PasswordPage)),cs=Je(()=>Promise.resolve().then(()=>$o).then(e=>e.DevicesPage));function ls({page:e}){switch(e){case`name`:return N`<${os} />`;case`password`:return N`<${ss} />`;case`devices`:return N`<${cs} />`;default:return N`<${us} />`}}function us(){let e=B().user.value;if(!e)return null;let t={auto:V(`theme.auto`),light:V(`theme.light`),dark:V(`theme.dark`)},n={normal:V(`text.normal`),large:V(`text.large`),huge:V(`text.huge`)};return N`<${q} title=${V(`settings.title`)} back=${L.home}>
    <div class="profile">
      <${b} id=${e.id} name=${e.name} size="large" />
      <p class="profile-name"><bdi>${e.name}</bdi></p>
      <p class="profile-login">@${e.login}</p>
    </div>
    <ul class="rows">
      <${ds} icon="edit" path=${L.name} label=${V(`settings.name`)} />
      <${ds} icon="key" path=${L.password} label=${V(`settings.password`)} />
      <${ds} icon="device" path=${L.devices} label=${V(`settings.devices`)} />
      ${e.role!==`member`&&N`<${ds} icon="group" path=${L.admin} label=${V(`admin.title`)} />`}
      <li>
        <button type="button" class="row entry-row" onClick=${()=>{i.value=!0}}>
          <${D} name="help" /><span class="row-title">${V(`help.title`)}</span>
        </button>
      </li>
    </ul>
    <${is} />
    <${G}
      legend=${V(`settings.language`)}
      options=${_e}
      value=${Ye.value}
      onChoose=${e=>Ie(localStorage,e)}
    />
    <${G}
      legend=${V(`settings.theme`)}
      options=${t}
      value=${be.value}
      onChoose=${e=>ve(localStorage,e)}
    />
    <${G}
      legend=${V(`settings.text`)}
      options=${n}
      value=${We.value}
      onChoose=${e=>He(localStorage,e)}
    />
    <${fs} />
  <//>`}function ds({icon:e,path:t,label:n}){return N`<li>
    <a class="row entry-row" href=${t}><${D} name=${e} /><span class="row-title">${n}</span></a>
  </li>`}function fs(){let e=B(),{pending:t,session:n}=M(),[r,i]=g(!1),a=t.value&&n.outbox.entries().length,o=T(null);return P(()=>{r&&o.current?.scrollIntoView({block:`nearest`})},[r]),N`<div class="sign-out">
    ${r&&a>0&&N`<p class="alert" role="alert">${k(`logout.unsent`,a)}</p>`}
    <button type="button" class="button danger" ref=${o} onClick=${()=>{if(a>0&&!r)return i(!0);R(L.home,{replace:!0}),e.logout()}}>
      ${V(r&&a>0?`logout.anyway`:`logout`)}
    </button>
  </div>`}var ps=/* @__PURE__ */ H({PasswordPage:()=>ms});function ms(){let{api:e,user:t}=B(),[n,r]=g(``),[i,a]=g(``),{busy:o,failure:s,wrong:c,attributes:u}=ht([`old`,`new`],async()=>{await e.changePassword(n,i),Ee(V(`password.changed`)),R(L.settings,{replace:!0})},e=>e.code===`credentials_wrong`?V(`password.wrong`):l(e));return N`<${q} title=${V(`settings.password`)} back=${L.settings}>
    <form class="form inset" ...${u}>
      ${s&&N`<p class="alert" role="alert">${s}</p>`}
      <input type="text" value=${t.value?.login} autocomplete="username" readonly hidden />
      <${Be}
        label=${V(`password.old`)}
        error=${c(`old`)}
        value=${n}
        onInput=${r}
        autocomplete="current-password"
        autofocus
        required
      />
      <${Be}
        label=${V(`link.password`)}
        hint=${V(`link.password-hint`)}
        error=${c(`new`)}
        value=${i}
        onInput=${a}
        autocomplete="new-password"
        required
      />
      <p class="note">${V(`password.others`)}</p>
      <button class="button primary" disabled=${o||!n||!i}>${V(`password.change`)}</button>
    </form>
  <//>`}var hs=/* @__PURE__ */ H({startShortcuts:()=>gs});function gs(e,t){e.addEventListener(`keydown`,e=>{let n=t();!n||e.isComposing||e.defaultPrevented||_s(e,n)&&e.preventDefault()})}function _s(e,t){let{key:n,altKey:r,shiftKey:i}=e,a=e.ctrlKey||e.metaKey;if(document.querySelector(`dialog[open]`)!==null)return!1;let o=e.target.matches?.(`input, textarea, select`)??!1;return a&&n.toLowerCase()===`k`?bs():a&&n.toLowerCase()===`f`&&vs()&&!i?(re.value=!0,!0):a&&n===`/`?ys():r&&(n===`ArrowUp`||n===`ArrowDown`)?xs(t,n===`ArrowUp`?-1:1):r&&n.toLowerCase()===`n`?(R(L.new),!0):!a&&!r&&!o&&n===`?`?ys():!a&&!r&&n===`Escape`&&Ss()}function vs(){return Ne.value.name===`conversation`}function ys(){return i.value=!0,!0}function bs(){let e=()=>document.querySelector(`[data-search]`);return e()||(R(L.home),setTimeout(()=>e()?.focus())),e()?.focus(),!0}function xs(e,t){let n=e.conversations.value,r=Ne.value;if(n.length===0)return!1;let i=n[((`id`in r?n.findIndex(({id:e})=>e===r.id):t===1?-1:0)+t+n.length)%n.length];return i&&R(L.conversation(i.id)),!0}function Ss(){if(lt())return!0;if(r())return!document.activeElement?.matches(`[type=search]:not(:placeholder-shown)`)&&(ae(!1),!0);let e=Ne.value;if(e.name===`people`)ut(L.conversation(e.id));else if(e.name===`settings`&&e.page!==`menu`)ut(L.settings);else if(e.name===`conversation`){let e=document.querySelector(`.composer textarea`);if(e&&document.activeElement!==e)e.focus();else if(p.value&&Ze.value)ae(!1);else return!1}else if(e.name!==`home`)ut(L.home);else return!1;return!0}const Cs={"unowned.again":`No console, or is the link older than a week? This prints a new one:`,"unowned.hint":`This server has no owner yet. Its console prints the owner’s link:`,"unowned.in-checkout":`where it was started by ./scripts/serve`,"unowned.intro":`It is running, and waits for its owner.`,"unowned.link":`The owner’s link, or the code at its end`,"unowned.on-node":`on a node that the playbook installed`,"unowned.open":`Set up the server`,"unowned.others":`Somebody else installed it? Ask them to set it up, then to invite you.`,"unowned.refused":`This is no link of this kind. Copy the whole line that begins with http.`,"unowned.title":`This server is new`,"unowned.where":`The console in which the server was started shows it. It works once.`},ws={"unowned.again":`找不到控制台，或链接已超过一周？用下面的命令生成新链接：`,"unowned.hint":`这台服务器还没有所有者。在控制台运行以下命令可获得所有者链接：`,"unowned.in-checkout":`用 ./scripts/serve 启动的服务器`,"unowned.intro":`服务器已在运行，正等待所有者完成设置。`,"unowned.link":`所有者链接，或链接末尾的代码`,"unowned.on-node":`用 playbook 安装的节点`,"unowned.open":`设置服务器`,"unowned.others":`服务器是别人安装的？请对方先完成设置，再邀请您加入。`,"unowned.refused":`这不是有效的设置链接。请复制以 http 开头的整行内容。`,"unowned.title":`这是一台新服务器`,"unowned.where":`启动服务器的控制台里会显示它，只能使用一次。`};var Ts=/* @__PURE__ */ H({OwnerHint:()=>Os,Unowned:()=>Ds,codeIn:()=>ks});O({en:Cs,zh:ws});const Es=[[`unowned.on-node`,`sudo imctl setup-link`],[`unowned.in-checkout`,`.venv/bin/imctl setup-link`]];function Ds(){let e=B(),[t,n]=g(``),[r,i]=g(!1);P(()=>{let t=()=>e.look();return window.addEventListener(`focus`,t),()=>window.removeEventListener(`focus`,t)},[e]);let a=async()=>{let n=ks(t);i(!n),n&&(await e.look(),e.unowned.value&&R(L.link(n)))};return N`<${De} title=${V(`unowned.title`)} intro=${V(`unowned.intro`)}>
    <form
      class="form"
      noValidate
      onSubmit=${e=>{e.preventDefault(),a()}}
    >
      <${I}
        label=${V(`unowned.link`)}
        hint=${V(`unowned.where`)}
        error=${r?V(`unowned.refused`):void 0}
        value=${t}
        onInput=${n}
        autocomplete="off"
      />
      <button class="button primary">${V(`unowned.open`)}</button>
    </form>
    <div class="unowned-guide">
      <p>${V(`unowned.again`)}</p>
      <dl>
        ${Es.map(([e,t])=>N`<div key=${e}>
            <dt>${V(e)}</dt>
            <dd><code>${t}</code></dd>
          </div>`)}
      </dl>
      <p>${V(`unowned.others`)}</p>
    </div>
  <//>`}function Os(){return N`${V(`unowned.hint`)} <code>sudo imctl setup-link</code>`}function ks(e){return/(?:\/link\/|^)([\w-]{16,})$/.exec(e.replace(/\s/g,``))?.[1]??``}var As=/* @__PURE__ */ H({startUpdates:()=>js,takeUpdate:()=>Ms});async function js({serviceWorker:e}){if(!e)return;e.addEventListener(`message`,({data:e})=>{typeof e?.path==`string`&&R(e.path)});let t=await e.register(`sw.js`).catch(()=>null);if(!t)return;let n=()=>{t.waiting&&e.controller&&(he.value=t.waiting)};n(),t.addEventListener(`updatefound`,()=>t.installing?.addEventListener(`statechange`,n)),setInterval(()=>t.update().catch(()=>{}),36e5)}function Ms(e){let t=he.value;t&&(e(),navigator.serviceWorker.addEventListener(`controllerchange`,()=>window.location.reload(),{once:!0}),t.postMessage(`take over`))}export{Rn as A,pt as B,Pr as C,fr as D,_r as E,wt as F,tt as H,vt as I,_t as L,wn as M,qt as N,er as O,zt as P,ht as R,Gr as S,Sr as T,st as V,wa as _,Yo as a,Bi as b,zo as c,Xa as d,Ja as f,Pa as g,Ha as h,as as i,Mn as j,qn as k,Io as l,Wa as m,Ts as n,qo as o,Ka as p,hs as r,Vo as s,As as t,ko as u,pa as v,Dr as w,Kr as x,$i as y,ft as z};
