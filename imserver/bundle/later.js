/* Made by scripts/bundle from imserver/web/, where the sources and licences are. */
import{$ as e,A as t,At as n,B as r,Bt as i,C as a,Ct as o,D as s,Dt as c,E as l,Et as u,F as d,Ft as f,G as p,Gt as m,H as h,I as g,It as _,J as v,K as y,Kt as b,L as x,M as S,Mt as C,Nt as w,O as ee,Ot as T,P as E,Pt as D,Q as O,R as k,Rt as A,S as j,St as te,T as ne,Tt as M,U as re,Ut as ie,V as N,Vt as P,W as ae,Wt as oe,X as se,Y as ce,Yt as F,Z as le,_ as ue,_t as I,a as de,at as fe,b as pe,c as me,ct as L,d as he,dt as R,et as ge,f as _e,ft as z,g as ve,gt as ye,h as be,ht as B,i as xe,it as Se,j as Ce,jt as we,k as Te,kt as Ee,l as De,lt as Oe,m as ke,mt as Ae,n as V,nt as je,o as Me,ot as Ne,p as Pe,pt as Fe,q as Ie,qt as Le,r as Re,rt as ze,s as Be,st as H,t as U,tt as Ve,u as He,ut as Ue,v as We,vt as Ge,w as Ke,wt as qe,x as Je,xt as Ye,y as Xe,yt as Ze,z as W}from"./main.js";var Qe=Object.defineProperty,G=(e,t)=>{let n=Object.setPrototypeOf({},null);for(var r in e)Qe(n,r,{get:e[r],enumerable:!0});return t&1||Qe(n,Symbol.toStringTag,{value:`Module`}),t&2?n:Object.preventExtensions(n)};o({en:{"error.link_invalid":`It was used already, has expired, or never existed. Ask for a new one.`,"error.password_weak":`Use 8 to 256 characters, and not the login.`,"link.busy":`One moment …`,"link.checking":`One moment …`,"link.invalid":`This link isn’t valid`,"link.invite.intro":`Create your account, and chat with the others.`,"link.invite.submit":`Create my account`,"link.invite.title":`You’re invited to {server}`,"link.login":`Login`,"link.login-hint":`What you sign in with, such as “maria”.`,"link.name":`Your name`,"link.name-hint":`What others see. You can leave it empty.`,"link.password":`New password`,"link.password-hint":`At least 8 characters.`,"link.password.intro":`Choose a new password for “{login}” on {server}.`,"link.password.submit":`Save and sign in`,"link.password.title":`New password`,"link.server":`Name of the server`,"link.server-hint":`Such as the name of your school, team or family. Everybody sees it, and you can change it later.`,"link.setup.intro":`This is a new server. Create the account that will run it.`,"link.setup.submit":`Create the administrator`,"link.setup.title":`Set up your server`,"link.to-login":`To the sign-in page`},zh:{"error.link_invalid":`该链接已被使用、已过期或不存在，请索取新的链接。`,"error.password_weak":`请使用 8 到 256 个字符，且不能与账号名相同。`,"link.busy":`请稍候…`,"link.checking":`请稍候…`,"link.invalid":`链接无效`,"link.invite.intro":`创建账号，和大家一起聊天。`,"link.invite.submit":`创建我的账号`,"link.invite.title":`邀请您加入 {server}`,"link.login":`账号`,"link.login-hint":`用于登录，例如“xiaoming”。`,"link.name":`您的姓名`,"link.name-hint":`其他人看到的名字，可以不填。`,"link.password":`新密码`,"link.password-hint":`至少 8 个字符。`,"link.password.intro":`请为“{login}”在 {server} 上设置新密码。`,"link.password.submit":`保存并登录`,"link.password.title":`设置新密码`,"link.server":`服务器名称`,"link.server-hint":`例如学校、团队或家庭的名称。所有人都会看到，以后可以更改。`,"link.setup.intro":`这是一台新的服务器，请创建管理它的账号。`,"link.setup.submit":`创建管理员`,"link.setup.title":`设置您的服务器`,"link.to-login":`前往登录`}}),o({en:{"group.add":`Add somebody`,"group.add-done":`Done`,"group.chosen":`Chosen people`,"group.create-empty":`Create a group`,"group.create.one":`Create a group with {count} person`,"group.create.other":`Create a group with {count} people`,"group.new":`New group`,"group.rename":`Save the name`,"group.title":`Name of the group`,"group.unpick":`Leave out {name}`,"list.invite":`Invite people`,"people.alone":`Nobody else is here yet.`,"people.me":`(you)`,"people.none":`Nobody is called that.`,"people.others.one":`and {count} more`,"people.others.other":`and {count} more`,"people.search":`Search by name or login`},zh:{"group.add":`添加成员`,"group.add-done":`完成`,"group.chosen":`已选择的人`,"group.create-empty":`创建群组`,"group.create.one":`创建群组（{count} 人）`,"group.create.other":`创建群组（{count} 人）`,"group.new":`新建群组`,"group.rename":`保存名称`,"group.title":`群组名称`,"group.unpick":`移除{name}`,"list.invite":`邀请他人`,"people.alone":`这里还没有其他人。`,"people.me":`（我）`,"people.none":`没有找到这个人。`,"people.others.one":`还有 {count} 人`,"people.others.other":`还有 {count} 人`,"people.search":`按姓名或账号搜索`}});function $e(e,t){let{api:n}=R(),[r,i]=A(null),[a,o]=A(null),[s,c]=A(!1),[l,u]=A(null);return w(()=>{let t=!0,a=setTimeout(()=>n.users({q:e.trim()||void 0,limit:50}).then(n=>{t&&(i(n.users),c(n.more),u(null),o(e))},e=>t&&u(F(e))),r?150:0);return()=>{t=!1,clearTimeout(a)}},[e]),{people:r?.filter(({id:e})=>!t.includes(e)),current:a===e,more:s,error:l,loadMore:async()=>{let t=await n.users({q:e.trim()||void 0,limit:50,after:r?.at(-1)?.login});i([...r??[],...t.users]),c(t.more)}}}function et({label:e,without:t,chosen:n,busy:r=!1,autofocus:i=!1,turn:a=0,onPick:o}){let[s,l]=A(``),u=_(null),{people:d,current:f,more:p,error:m,loadMore:h}=$e(s,t);return w(()=>{a>0&&l(``),(a>0||i)&&ve(u.current)},[a]),I`<div class="people-search" data-arrows>
    <div class="search-box">
      <${W} name="search" />
      <input
        type="search"
        value=${s}
        placeholder=${e}
        aria-label=${e}
        autocapitalize="none"
        spellcheck=${!1}
        ref=${u}
        onInput=${e=>l(e.target.value)}
      />
    </div>
    ${m&&I`<p class="alert" role="alert">${c(m)}</p>`}
    <ul class="rows" aria-busy=${r||!f} data-choices>
      ${d?.map(e=>{let t=n?.includes(e.id);return I`<li key=${e.id}>
          <button type="button" class="row" disabled=${r} aria-pressed=${t} onClick=${()=>o(e)}>
            <${k} id=${e.id} name=${e.name} avatar=${e.avatar} />
            <span class="row-main">
              <span class="row-title"><bdi>${e.name}</bdi></span>
              <span class="row-sub">@${e.login}</span>
            </span>
            ${n&&I`<${nt} on=${t} />`}
          </button>
        </li>`})}
    </ul>
    ${d?.length===0&&I`<${tt} isAlone=${!s.trim()} />`}
    ${p&&I`<button type="button" class="button quiet" onClick=${h}>${M(`people.more`)}</button>`}
  </div>`}function tt({isAlone:e}){let t=R().user.value;return I`<p class="empty-note" role="status">
    ${M(e?`people.alone`:`people.none`)}
    ${e&&t?.role!==`member`&&I` <a href=${H.invites}>${M(`list.invite`)}</a>`}
  </p>`}function nt({on:e}){return I`<span class=${e?`tick on`:`tick`}>${e&&I`<${W} name="check" />`}</span>`}var rt=class{#e;#t;#n;#r;#i;#a=[];#o=0;#s=!1;#c=0;#l=0;#u=null;#d=!1;#f=null;constructor({history:e,address:t,after:n,visit:r,onway:i=()=>{}}){this.#e=e,this.#t=t,this.#n=n,this.#r=r,this.#i=i,this.#c=this.#l=this.#_().at,this.#h()}open(e){let t={id:`${this.#r}.${++this.#o}`,close:e,asked:!1};return this.#a.push(t),this.#m(),()=>{this.#a=this.#a.filter(e=>e!==t),this.#m()}}close(){let e=this.#a.at(-1);return e?.close(),e!==void 0}clear(){let e=this.#_();for(let t of this.#a)e.layers.indexOf(t.id)>=e.base&&this.#p(t);this.#h()}moved(){let e=this.#c,{at:t,layers:n}=this.#_();if(t!==e&&(this.#d=t>e),this.#c=t,this.#f)return this.#f();for(let e of[...this.#a].reverse())n.includes(e.id)||(this.#p(e),e.close());this.#m()}#p(e){e.asked=!0,this.#n(300,()=>{e.asked=!1,this.#h()})}#m(){this.#s||(this.#s=!0,this.#n(0,()=>{this.#s=!1,this.#h()}))}#h(){if(this.#f)return;let e=this.#_(),t=this.#v(),n=e.layers.findIndex((e,n)=>e!==t[n]),r=n===-1?e.layers.length:n,i=e.layers.length-Math.max(r,e.base);if(i>0)return this.#g(this.#d&&e.at<this.#l?1:-i);let a=e.layers.slice(0,r),o=Math.min(e.base,r);r<e.layers.length&&this.#y({...e,base:o,layers:a});for(let n of t.slice(r))a=[...a,n],this.#c=this.#l=this.#c+1,this.#e.pushState({at:this.#c,from:e.from,base:o,layers:a},``)}#g(e){this.#i(new Promise(e=>{let t=()=>{this.#f=null,this.#h(),this.#f||e()};this.#f=t,this.#n(1e3,()=>{if(this.#f!==t)return;let e=this.#_();this.#y({...e,base:e.layers.length}),t()})})),this.#e.go(e)}#_(){let e=this.#u;this.#u=this.#t();let t=this.#e.state;if(at(t))return t;this.#c=this.#l=this.#c+1;let n=this.#v();return this.#y({at:this.#c,from:e,base:n.length,layers:n})}#v(){return this.#a.filter(({asked:e})=>!e).map(({id:e})=>e)}#y(e){return this.#e.replaceState(e,``),e}};function it(e,t){return!at(e)||e.from!==t?0:1+Math.max(0,e.layers.length-e.base)}function at(e){return Array.isArray(e?.layers)}var ot=/* @__PURE__ */ G({startLayers:()=>ct});let st;function ct({history:e,location:t,addEventListener:n}){st??=new rt({history:e,address:()=>t.hash||`#/`,after:(e,t)=>setTimeout(t,e),visit:Date.now().toString(36),onway:e=>{Oe.end=e.then(()=>{Oe.end=null})}}),Oe.clear=()=>st.clear(),n(`popstate`,()=>st.moved()),n(`hashchange`,()=>e.state??st.moved()),n(`click`,ft)}function lt(e,t=!0){let n=_(e);n.current=e,D(()=>t?st?.open(()=>n.current()):void 0,[t])}function ut(){return st?.close()??!1}function dt(e){let t=it(history.state,e);t>0&&!Oe.end?history.go(-t):L(e)}function ft(e){let t=e.target.closest?.(`a[href^='#']`);if(!t||e.defaultPrevented||e.button||e.ctrlKey||e.metaKey||e.shiftKey||e.altKey)return;e.preventDefault();let n=t.getAttribute(`href`)??``;t.hasAttribute(`data-up`)?dt(n):L(n)}var pt=/* @__PURE__ */ G({Popup:()=>ht});function mt(e){lt(e);let t=_(null);return w(()=>{let e=t.current,n=Xe();return e.showModal(),!We()&&document.activeElement?.matches(`input, textarea`)&&(e.tabIndex=-1,e.focus()),()=>{e.close(),n()}},[]),{ref:t,onCancel:n=>{n.target===t.current&&(n.preventDefault(),ut()||e())},onClose:n=>{n.target===t.current&&(n.preventDefault(),e())}}}function ht({label:e,anchor:t=null,kind:n=``,onClose:r,children:i}){let a=mt(r),o=_(null);return D(()=>{let e=a.ref.current;if(!e||!t)return;let n=new ResizeObserver(()=>{let{width:n,height:r}=e.getBoundingClientRect(),{innerWidth:i,innerHeight:a}=window,o=t.top-r-8,s=Math.min(t.bottom+8,a-r-8);e.style.top=`${Math.max(8,o>=8?o:s)}px`;let c=t.left+n<=i-8;e.style.left=`${Math.max(8,c?t.left:t.right-n)}px`});return n.observe(e),()=>n.disconnect()},[t]),I`<dialog
    ...${a}
    class=${`popup ${t?`anchored`:``} ${n}`}
    aria-label=${e}
    onPointerDown=${e=>{o.current=e.target}}
    onClick=${e=>e.target===o.current&&a.onClose(e)}
  >
    <div class="popup-body">${i}</div>
  </dialog>`}function gt(e,t,n=c){let{busy:r,error:i,run:a}=U(t),o=_(null),s=e.filter(e=>i?.fields[e]);return w(()=>{(o.current?.querySelector(`[aria-invalid]`))?.focus()},[i]),{busy:r,failure:i&&s.length===0?n(i):void 0,wrong:e=>i?.fields[e]?n(i.fields[e]):void 0,attributes:{ref:o,noValidate:!0,onSubmit:e=>{e.preventDefault(),a()}}}}const _t=[`byte`,`kilobyte`,`megabyte`,`gigabyte`,`terabyte`];function vt(e){let t=Math.min(_t.length-1,e<1?0:Math.floor(Math.log2(e)/10)),n=e/1024**t,r=+(t>0&&n<10),i=t>0?`short`:`long`,a={style:`unit`,unit:_t[t],unitDisplay:i,maximumFractionDigits:r};return new Intl.NumberFormat(qe(),a).format(n)}var yt=/* @__PURE__ */ G({startArrows:()=>xt});function bt(e,{at:t,count:n,columns:r}){if(n===0)return null;let i=n-1;if(t===-1)return e===`ArrowDown`?0:e===`ArrowUp`?i:null;switch(e){case`ArrowDown`:return t+r<=i?t+r:t===i?null:i;case`ArrowUp`:return Math.max(-1,t-r);case`ArrowLeft`:return r>1?Math.max(0,t-1):null;case`ArrowRight`:return r>1?Math.min(i,t+1):null;case`Home`:return 0;case`End`:return i;default:return null}}function xt(e){let t=()=>{};e.addEventListener(`input`,()=>t()),e.addEventListener(`keydown`,e=>{t();let n=e.target,r=n.closest?.(`[data-arrows]`);if(!r||e.isComposing||e.defaultPrevented||e.ctrlKey||e.metaKey||e.altKey)return;let i=r.querySelector(`input`),a=n===i,o=St(r),s=o.indexOf(n);if(!a&&s===-1)return;let c=bt(e.key,{at:s,count:o.length,columns:Ct(o)});if(c!==null)(c===-1?i:o[c])?.focus();else if(a&&e.key===`Enter`&&i.value)t=wt(r);else{!a&&(e.key===`Backspace`||e.key.length===1&&e.key!==` `)&&i?.focus();return}e.preventDefault()})}function St(e){return[...e.querySelectorAll(`[data-choices] :is(a, button):not(:disabled)`)]}function Ct(e){let t=e[0]?.offsetTop,n=e.findIndex(({offsetTop:e})=>e!==t);return e[0]?.closest(`[data-choices=grid]`)?n===-1?e.length:n:1}function wt(e){let t=new MutationObserver(n);function n(){let[n]=St(e);(n?n.closest(`[aria-busy=true]`):e.querySelector(`[aria-busy=true], .lazy`))||(t.disconnect(),n?.click())}return t.observe(e,{subtree:!0,childList:!0,attributes:!0,attributeFilter:[`aria-busy`]}),n(),()=>t.disconnect()}o({en:{"emoji.more":`More emoji`,"list.mark-read":`Mark as read`,"list.pin":`Pin to the top`,"list.unpin":`Unpin`,"message.copy":`Copy text`,"message.pin":`Pin for everybody`,"message.react-with":`React with {emoji}`,"message.readers":`Who has read it`,"message.recall":`Recall`,"message.select":`Select text`,"message.unpin":`Unpin`,"mute.always":`Mute until I say otherwise`,"mute.day":`Mute for a day`,"mute.hour":`Mute for an hour`,"mute.off":`Unmute`,"readers.delivered":`Delivered to`,"readers.read":`Read by`,"readers.waiting":`Not yet delivered to`,"recall.ask":`Recall this message for everybody? It can’t be brought back.`,"recall.ask-other":`Recall this message of somebody else for everybody? It can’t be brought back.`},zh:{"emoji.more":`更多表情`,"list.mark-read":`标为已读`,"list.pin":`置顶`,"list.unpin":`取消置顶`,"message.copy":`复制文字`,"message.pin":`为所有人置顶`,"message.react-with":`用 {emoji} 回应`,"message.readers":`谁已读`,"message.recall":`撤回`,"message.select":`选择文字`,"message.unpin":`取消置顶`,"mute.always":`一直免打扰`,"mute.day":`免打扰一天`,"mute.hour":`免打扰一小时`,"mute.off":`取消免打扰`,"readers.delivered":`已送达`,"readers.read":`已读`,"readers.waiting":`尚未送达`,"recall.ask":`为所有人撤回此消息？撤回后无法恢复。`,"recall.ask-other":`为所有人撤回这条他人的消息？撤回后无法恢复。`}});var Tt=/* @__PURE__ */ G({ConversationMenu:()=>Dt});const Et=36e5;function Dt({conversation:e,onClose:n}){let r=z(),{api:i}=R(),{id:a,preferences:o={},last_seq:s,unread:c=0}=e,l=S(e,Date.now()),u=e=>()=>{B(i.setPreferences(a,{...o,...e})),n()};return I`<ul class="menu">
    ${c>0&&I`<${Ot} icon="checks" label=${M(`list.mark-read`)} onClick=${()=>{r.session.markRead(a,s),n()}} />`}
    <${Ot} icon="pin" label=${M(o.pinned?`list.unpin`:`list.pin`)} onClick=${u({pinned:!o.pinned})} />
    ${l?I`<${Ot} icon="mute" label=${M(`mute.off`)} onClick=${u({muted_until:0,...o.notify===`nothing`&&{notify:`all`}})} />`:I`<${Ot} icon="mute" label=${M(`mute.hour`)} onClick=${u({muted_until:Date.now()+Et})} />
          <${Ot} icon="mute" label=${M(`mute.day`)} onClick=${u({muted_until:Date.now()+24*Et})} />
          <${Ot} icon="mute" label=${M(`mute.always`)} onClick=${u({muted_until:t})} />`}
    <li>
      <a class="menu-item" href=${H.people(a)} onClick=${n}><${W} name="info" /><span>${M(`people.title`)}</span></a>
    </li>
  </ul>`}function Ot({icon:e,label:t,onClick:n}){return I`<li>
    <button type="button" class="menu-item" onClick=${n}><${W} name=${e} /><span>${t}</span></button>
  </li>`}function kt({conversation:e}){let{api:t}=R(),{session:n}=z(),[r,i]=A(0),{busy:a,error:o,run:s}=U(async a=>{n.learn(await t.addMember(e.id,a.id)),i(r+1)});return I`${o&&I`<p class="alert" role="alert">${c(o)}</p>`}
    <${et}
      label=${M(`group.add`)}
      without=${e.members.map(({id:e})=>e)}
      busy=${a}
      autofocus
      turn=${r}
      onPick=${s}
    />`}const At=j(()=>Promise.all([import(`./avatar-editor.js`),Se(new URL(`./later.css`,import.meta.url).href)]).then(([e])=>e.AvatarEditor));function jt({subject:e,title:t,label:n,save:r,remove:i}){let[a,o]=A(void 0),s=()=>o(void 0);return I`<button
      type="button"
      class="avatar-choice"
      aria-label=${n}
      title=${n}
      onClick=${()=>o(null)}
      onDrop=${e=>e.dataTransfer?.files[0]&&o(e.dataTransfer.files[0])}
    >
      <${k} ...${e} size="large" />
      <span class="avatar-badge"><${W} name="edit" /></span>
    </button>
    ${a!==void 0&&I`<${pe} label=${t} kind="sheet" onClose=${s}>
      <${At} subject=${e} title=${t} first=${a} save=${r} remove=${i} onClose=${s} />
    <//>`}`}function Mt(e,t){let n=_(e),r=_(Promise.resolve(!0));return w(()=>{n.current=e},[e]),e=>(r.current=r.current.then(async()=>{let r=n.current,i={...r,...e};n.current=i;let a=await B(t(i));return!a&&n.current===i&&(n.current=r),a}),r.current)}function Nt(e,t){let[n,r]=A(null);return w(()=>r(t=>t?.value===e?null:t),[e]),[n?n.value:e,async e=>{let n={value:e},i=()=>r(e=>e===n?null:e);r(n);let a=!1;try{a=await t(e)!==!1}finally{a?setTimeout(i,5e3):i()}}]}function K({legend:e,options:t,value:n,disabled:r=!1,onChoose:i}){let[a,o]=Nt(n,i);return I`<fieldset class="choice" disabled=${r}>
    <legend>${e}</legend>
    <div class="segments">
      ${Object.entries(t).map(([t,n])=>I`<label class="segment">
          <input type="radio" name=${e} checked=${t===a} onChange=${()=>o(t)} />
          <span>${n}</span>
        </label>`)}
    </div>
  </fieldset>`}function Pt({label:e,hint:t,on:n,disabled:r=!1,onChange:i}){let[a,o]=Nt(n,i);return I`<label class="switch">
    <span class="switch-text">
      <span>${e}</span>
      ${t&&I`<span class="note">${t}</span>`}
    </span>
    <input
      type="checkbox"
      role="switch"
      checked=${a}
      disabled=${r}
      onChange=${e=>o(e.target.checked)}
    />
  </label>`}o({en:{"avatar.change-group":`Change the group’s picture`,"avatar.group":`Picture of the group`,"block.hint":`While somebody is blocked, neither of you can write to the other directly.`,"block.off":`Unblock`,"block.on":`Block`,"composer.why.announcements":`Only owners and admins write in this group.`,"composer.why.blocked":`You have blocked this person.`,"composer.why.gone":`This person’s account doesn’t exist any more.`,"composer.why.silenced":`You are silenced in this group. Ask one of its admins.`,"group.leave":`Leave the group`,"group.leave-ask":`You will no longer see what is written in this group.`,"group.leave-sure":`Yes, leave`,"list.pin-label":`On top of your list`,"member.ban":`Remove for good`,"member.ban-ask":`Remove {name} for good? Nobody can add them again until the ban is lifted.`,"member.make-admin":`Make an admin`,"member.make-member":`Make a simple member`,"member.make-owner":`Make an owner`,"member.menu":`What to do about {name}`,"member.remove":`Remove from the group`,"member.remove-ask":`Remove {name} from the group?`,"member.silence":`Silence`,"member.silenced":`Silenced`,"member.unsilence":`Let speak again`,"member.write":`Write directly`,"mute.hint":`Nothing of it calls for you; it still counts what is unread.`,"mute.label":`Mute`,"notify.all":`All`,"notify.mentions":`Mentions`,"notify.nothing":`Nothing`,"notify.title":`Notify me of`,"people.members":`Members`,"people.title-of":`Details: {name}`,"pins.of":`Pinned message {number} of {count}`,"pins.single":`Pinned message`},zh:{"avatar.change-group":`更换群头像`,"avatar.group":`群头像`,"block.hint":`屏蔽期间，你们双方都不能互发私聊消息。`,"block.off":`取消屏蔽`,"block.on":`屏蔽`,"composer.why.announcements":`该群组只有群主和管理员可以发言。`,"composer.why.blocked":`您已屏蔽此人。`,"composer.why.gone":`对方的账号已不存在。`,"composer.why.silenced":`您在该群组中已被禁言，请联系管理员。`,"group.leave":`退出群组`,"group.leave-ask":`退出后将看不到该群组的消息。`,"group.leave-sure":`确定退出`,"list.pin-label":`置顶于列表`,"member.ban":`永久移除`,"member.ban-ask":`永久移除{name}？解除前任何人都不能再将其加入。`,"member.make-admin":`设为管理员`,"member.make-member":`设为普通成员`,"member.make-owner":`设为群主`,"member.menu":`对{name}的操作`,"member.remove":`移出群组`,"member.remove-ask":`将{name}移出群组？`,"member.silence":`禁言`,"member.silenced":`已禁言`,"member.unsilence":`解除禁言`,"member.write":`发私聊`,"mute.hint":`不再提醒，但仍会统计未读消息。`,"mute.label":`免打扰`,"notify.all":`全部`,"notify.mentions":`仅提及`,"notify.nothing":`不提醒`,"notify.title":`提醒我`,"people.members":`成员`,"people.title-of":`{name}的详情`,"pins.of":`置顶消息 {number}/{count}`,"pins.single":`置顶消息`}}),o({en:{"rules.admins":`Owners, admins`,"rules.banned":`Removed for good`,"rules.days":`{count} days`,"rules.everybody":`Everybody`,"rules.forever":`For ever`,"rules.from-beginning":`Everything`,"rules.from-joining":`From joining on`,"rules.history":`What newcomers see`,"rules.mention-all":`Who may mention everyone`,"rules.posting":`Who writes`,"rules.retention":`How long messages are kept`,"rules.title":`Rules of the group`,"rules.unban":`Lift`},zh:{"rules.admins":`群主和管理员`,"rules.banned":`已永久移除`,"rules.days":`{count} 天`,"rules.everybody":`所有人`,"rules.forever":`永久`,"rules.from-beginning":`全部消息`,"rules.from-joining":`加入之后`,"rules.history":`新成员可见`,"rules.mention-all":`谁可以提及所有人`,"rules.posting":`谁可以发言`,"rules.retention":`消息保留时间`,"rules.title":`群组规则`,"rules.unban":`解除`}});const Ft=86400,It=[0,Ft,7*Ft,30*Ft,365*Ft];function Lt({conversation:e}){let{api:t}=R(),{session:n}=z(),[r,i]=A(e.title),{busy:a,error:o,run:s}=U(async()=>n.learn(await t.changeGroup(e.id,{title:r.trim()}))),l=r.trim()!==``&&r.trim()!==e.title;return I`<form
    class="form inset"
    onSubmit=${e=>{e.preventDefault(),s()}}
  >
    <${V}
      label=${M(`group.title`)}
      error=${o?c(o):void 0}
      value=${r}
      onInput=${i}
      maxlength=${100}
    />
    ${l&&I`<button class="button primary" disabled=${a}>${M(`group.rename`)}</button>`}
  </form>`}function Rt({conversation:e}){let{api:t}=R(),{session:n}=z(),{id:r,settings:i={}}=e,[a,o]=A(!1),{posting:s=`everybody`,mention_all:c=`admins`,history:l=`beginning`,retention_s:u=0}=i,d=Mt(i,e=>t.changeGroup(r,{settings:e}).then(e=>n.learn(e))),[f,p]=Nt(u,e=>d({retention_s:e}));if(!a)return I`<div class="inset">
      <button type="button" class="button quiet" aria-expanded="false" onClick=${()=>o(!0)}>${M(`rules.title`)}</button>
    </div>`;let m={everybody:M(`rules.everybody`),admins:M(`rules.admins`)},h=[.../* @__PURE__ */ new Set([...It,u,f])].sort((e,t)=>e-t);return I`<h2 class="section-title">${M(`rules.title`)}</h2>
    <${K} legend=${M(`rules.posting`)} options=${m} value=${s} onChoose=${e=>d({posting:e})} />
    <${K} legend=${M(`rules.mention-all`)} options=${m} value=${c} onChoose=${e=>d({mention_all:e})} />
    <${K}
      legend=${M(`rules.history`)}
      options=${{beginning:M(`rules.from-beginning`),joining:M(`rules.from-joining`)}}
      value=${l}
      onChoose=${e=>d({history:e})}
    />
    <div class="inset field">
      <label for="retention">${M(`rules.retention`)}</label>
      <select
        id="retention"
        value=${String(f)}
        onChange=${e=>p(Number(e.target.value))}
      >
        ${h.map(e=>I`<option key=${e} value=${String(e)}>${e===0?M(`rules.forever`):M(`rules.days`,{count:Math.round(e/Ft)})}</option>`)}
      </select>
    </div>
    <${zt} id=${r} />`}function zt({id:e}){let{api:t}=R(),[n,r]=A([]),i=()=>B(t.bans(e).then(({users:e})=>r(e)));if(w(()=>{i()},[e]),n.length===0)return null;let a=async n=>{await B(t.ban(e,n,!1)),await i()};return I`<h2 class="section-title">${M(`rules.banned`)}</h2>
    <ul class="rows">
      ${n.map(e=>I`<li key=${e.id} class="row still">
        <${k} id=${e.id} name=${e.name} avatar=${e.avatar} size="small" />
        <span class="row-main"><span class="row-title"><bdi>${e.name}</bdi></span></span>
        <button type="button" class="button quiet small" onClick=${()=>a(e.id)}>${M(`rules.unban`)}</button>
      </li>`)}
    </ul>`}function Bt({conversation:e,member:t}){let n=z(),[r,i]=A(null),a=t.id===n.me,o=n.people.online.value.has(t.id);return I`<li class="row still">
    <${k} id=${t.id} name=${t.name} avatar=${t.avatar} online=${o} />
    <span class="row-main">
      <span class="row-title">
        <bdi>${t.name}</bdi>${` `} ${a&&I`<span class="row-sub">${M(`people.me`)}</span>`}
      </span>
      <span class="row-sub">@${t.login}</span>
    </span>
    ${t.silenced&&I`<span class="tag">${M(`member.silenced`)}</span>`}
    ${t.role!==`member`&&I`<span class="tag">${M(`role.${t.role}`)}</span>`}
    ${!a&&I`<button
      type="button"
      class="icon-button"
      aria-label=${M(`member.menu`,{name:t.name})}
      title=${M(`member.menu`,{name:t.name})}
      onClick=${e=>i(e.currentTarget.getBoundingClientRect())}
    >
      <${W} name="more" />
    </button>`}
    ${r&&I`<${pe} label=${t.name} anchor=${r} kind="menu" onClose=${()=>i(null)}>
      <${Vt} conversation=${e} member=${t} onClose=${()=>i(null)} />
    <//>`}
  </li>`}function Vt({conversation:e,member:t,onClose:n}){let r=z(),{api:i}=R(),[a,o]=A(null),{id:s,role:c}=e,l=c!==`member`,u=t.role===`owner`&&c!==`owner`,d=e=>async()=>{n(),await B(e())},f=async()=>{let e=await i.direct(t.id);r.session.learn(e),L(H.conversation(e.id))},p=e=>d(async()=>r.session.learn(await i.addMember(s,t.id,e)));if(lt(()=>o(null),a!==null),a){let e=a===`ban`?()=>i.ban(s,t.id,!0):()=>i.removeMember(s,t.id);return I`<div class="confirm">
      <p>${M(a===`ban`?`member.ban-ask`:`member.remove-ask`,{name:t.name})}</p>
      <div class="confirm-buttons">
        <button type="button" class="button quiet" onClick=${n}>${M(`cancel`)}</button>
        <button type="button" class="button danger" onClick=${d(e)}>
          ${M(a===`ban`?`member.ban`:`member.remove`)}
        </button>
      </div>
    </div>`}return I`<ul class="menu">
    <${q} icon="talk" label=${M(`member.write`)} onClick=${d(f)} />
    ${l&&!u&&t.role!==`admin`&&I`<${q} icon="up" label=${M(`member.make-admin`)} onClick=${p(`admin`)} />`}
    ${c===`owner`&&t.role!==`owner`&&I`<${q} icon="up" label=${M(`member.make-owner`)} onClick=${p(`owner`)} />`}
    ${l&&!u&&t.role!==`member`&&I`<${q} icon="down" label=${M(`member.make-member`)} onClick=${p(`member`)} />`}
    ${l&&t.role===`member`&&I`<${q}
      icon="mute"
      label=${M(t.silenced?`member.unsilence`:`member.silence`)}
      onClick=${d(()=>i.silence(s,t.id,!t.silenced))}
    />`}
    ${l&&!u&&I`<${q} icon="close" danger label=${M(`member.remove`)} onClick=${()=>o(`remove`)} />`}
    ${l&&!u&&I`<${q} icon="warning" danger label=${M(`member.ban`)} onClick=${()=>o(`ban`)} />`}
  </ul>`}function q({icon:e,label:t,danger:n=!1,onClick:r}){return I`<li>
    <button type="button" class=${n?`menu-item danger`:`menu-item`} onClick=${r}>
      <${W} name=${e} /><span>${t}</span>
    </button>
  </li>`}function J({title:e,label:t=e,back:n,onClose:r,footer:i,children:a}){return I`<section class="panel" aria-label=${t}>
    <header class="bar">
      ${n&&I`<a class="icon-button" href=${n} data-up aria-label=${M(`back`)} title=${M(`back`)}><${W} name="back" /></a>`}
      <h1 class="bar-title" tabindex=${r&&`-1`} ref=${r&&h}>${e}</h1>
      ${r&&I`<button type="button" class="icon-button" aria-label=${M(`close`)} title=${M(`close`)} onClick=${r}><${W} name="close" /></button>`}
    </header>
    <div class="panel-body">${a}</div>
    ${i&&I`<footer class="panel-foot">${i}</footer>`}
  </section>`}var Ht=/* @__PURE__ */ G({DetailsPanel:()=>Ut});function Ut({id:e,beside:t=!1}){let n=z(),r=n.conversation(e);if(!r)return null;let{kind:i,role:a,members:o,member_count:c=o.length}=r,l=s(r,n.me),d=i===`direct`?Te(r,n.me):null,f=i===`group`&&a!==`member`,p=t?{label:M(`people.title-of`,{name:l.name}),onClose:()=>ae(!1)}:{back:H.conversation(e)};return I`<${J} title=${M(`people.title`)} ...${p}>
    <div class="profile">
      ${f?I`<${Wt} subject=${l} />`:I`<${k} ...${l} size="large" />`}
      <p class="profile-name"><bdi>${l.name}</bdi></p>
      <p class="profile-login">${i===`group`?u(`group.members`,c):d?.login&&`@${d.login}`}</p>
    </div>
    <${Gt} conversation=${r} />
    ${f&&I`<${Lt} key=${`rename ${e}`} conversation=${r} />`}
    ${f&&I`<${Rt} key=${`settings ${e}`} conversation=${r} />`}
    ${f&&I`<${Kt} key=${`add ${e}`} conversation=${r} />`}
    ${i===`group`&&I`<h2 class="section-title">${M(`people.members`)}</h2>
      <ul class="rows">
        ${o.map(e=>I`<${Bt} key=${e.id} conversation=${r} member=${e} />`)}
      </ul>`}
    ${c>o.length&&I`<p class="empty-note">${u(`people.others`,c-o.length)}</p>`}
    ${i===`group`?I`<${qt} id=${e} />`:d?.login&&I`<${Jt} user=${d.id} />`}
  <//>`}function Wt({subject:e}){let{api:t}=R(),{session:n}=z();return I`<${jt}
    subject=${e}
    title=${M(`avatar.group`)}
    label=${M(`avatar.change-group`)}
    save=${async(r,i)=>n.learn(await t.setGroupAvatar(e.id,r,i))}
    remove=${()=>t.removeGroupAvatar(e.id)}
  />`}function Gt({conversation:e}){let{api:n}=R(),{id:r,kind:i,preferences:a={}}=e,o=i===`group`?{all:M(`notify.all`),mentions:M(`notify.mentions`),nothing:M(`notify.nothing`)}:{all:M(`notify.all`),nothing:M(`notify.nothing`)},s=Mt(a,e=>n.setPreferences(r,e));return I`<${K}
      legend=${M(`notify.title`)}
      options=${o}
      value=${a.notify??`all`}
      onChoose=${e=>s({notify:e})}
    />
    <${Pt}
      label=${M(`mute.label`)}
      hint=${M(`mute.hint`)}
      on=${S({...e,preferences:{muted_until:a.muted_until??0}},Date.now())}
      onChange=${e=>s({muted_until:e?t:0})}
    />
    <${Pt}
      label=${M(`list.pin-label`)}
      on=${a.pinned??!1}
      onChange=${e=>s({pinned:e})}
    />`}function Kt({conversation:e}){let[t,n]=A(!1);return lt(()=>n(!1),t),I`${t&&I`<${kt} conversation=${e} />`}
    <div class="inset">
      <button type="button" class="button quiet" onClick=${()=>n(!t)}>${M(t?`group.add-done`:`group.add`)}</button>
    </div>`}function qt({id:e}){let{api:t}=R(),{me:n}=z(),[r,i]=A(!1),{busy:a,error:o,run:s}=U(async()=>{await t.removeMember(e,n),L(H.home,{replace:!0})});return I`<div class="sign-out">
    ${o&&I`<p class="alert" role="alert">${c(o)}</p>`}
    ${r&&I`<p class="alert" role="alert">${M(`group.leave-ask`)}</p>`}
    <button type="button" class="button danger" disabled=${a} onClick=${()=>r?s():i(!0)}>
      ${M(r?`group.leave-sure`:`group.leave`)}
    </button>
  </div>`}function Jt({user:e}){let{api:t}=R(),n=z().blocked.value.has(e),{busy:r,error:i,run:a}=U(()=>t.block(e,!n));return I`<div class="sign-out">
    ${i&&I`<p class="alert" role="alert">${c(i)}</p>`}
    <p class="note">${M(`block.hint`)}</p>
    <button type="button" class=${n?`button quiet`:`button danger`} disabled=${r} onClick=${()=>a()}>
      ${M(n?`block.off`:`block.on`)}
    </button>
  </div>`}const Yt={"emoji.group.0":`Smileys`,"emoji.group.1":`People`,"emoji.group.2":`Animals and nature`,"emoji.group.3":`Food`,"emoji.group.4":`Travel`,"emoji.group.5":`Activities`,"emoji.group.6":`Objects`,"emoji.group.7":`Symbols`,"emoji.groups":`Kinds of emoji`,"emoji.none":`No emoji is called that.`,"emoji.recent":`Recently used`,"emoji.search":`Search emoji`},Xt={"emoji.group.0":`表情`,"emoji.group.1":`人物`,"emoji.group.2":`动物与自然`,"emoji.group.3":`食物`,"emoji.group.4":`旅行`,"emoji.group.5":`活动`,"emoji.group.6":`物品`,"emoji.group.7":`符号`,"emoji.groups":`表情分类`,"emoji.none":`没有找到这样的表情。`,"emoji.recent":`最近使用`,"emoji.search":`搜索表情`};var Zt=/* @__PURE__ */ G({spellings:()=>mn});const Qt=new Intl.Collator(`en`,{usage:`search`,sensitivity:`base`}),$t=/[\u0780-\u07bf\u0900-\u1aaf\u1b00-\u1cff\ua800-\uabff\u{10a00}-\u{10a3f}\u{11000}-\u{11fff}\u{16f4f}-\u{16f92}]/u,en=/[\u3099\u309a\u0e4d\u0ecd]/,tn=/[\p{Cf}\u115f\u1160\u3164\uffa0]/u,nn=new Map([...Nn(`æœøđðłħıґـ`,[`ae`,`oe`,`o`,`d`,`d`,`l`,`h`,`i`,`г`,``]),...Nn(`ٱىیکة`,`اييكه`),...Nn(`ךםןףץװױײ`,[...`כמנפצ`,`וו`,`וי`,`יי`]),...Nn(`ぁぃぅぇぉっゃゅょゎゕゖㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ`,`あいうえおつやゆよわかけくしすとぬはひふへほむらりるれろ`)]),rn=/[\u1100-\u11ff]+|[^\p{M}\uff9e\uff9f]?[\p{M}\uff9e\uff9f]+|\P{M}/gu,an=/[\p{L}\p{N}\p{M}]+/gu,on=/[\p{L}\p{N}\p{M}]$/u,Y=RegExp(`[${[`Han`,`Hira`,`Kana`,`Hang`,`Thai`,`Laoo`,`Khmr`,`Mymr`,`Bopo`,`Yiii`].map(e=>`\\p{scx=${e}}`).join(``)}]`,`u`),sn=RegExp(`(?=${Y.source})[\\p{L}\\p{N}]\\p{M}*|(?:(?!${Y.source})[\\p{L}\\p{N}\\p{M}])+`,`gu`),cn=RegExp(`(?:(?=${Y.source})[\\p{L}\\p{N}]\\p{M}*[^\\p{L}\\p{N}]*)+|(?:(?!${Y.source})[\\p{L}\\p{N}\\p{M}])+`,`gu`),ln=/ङ्(?=[कखगघ])|ञ्(?=[चछजझ])|ण्(?=[टठडढ])|न्(?=[तथदध])|म्(?=[पफबभ])/g,un=/^(?:[وبكف]?ال|لل)(?=[\p{L}\p{N}]{3})/u,dn=/* @__PURE__ */ new Map;function X(e){return En(e)?e.toLowerCase():Dn(e)}function fn(e){let t=[e,pn(e)].flatMap(e=>X(e).match(an)??[]),n=[...new Set(t)].sort((e,t)=>t.length-e.length);return e=>{if(n.length===0)return[];let t=Cn(e,n,X);if(pn(e)===e)return t;let r=Cn(e,n,e=>X(pn(e)));return[...t,...r.filter(([e,n])=>!t.some(t=>t[0]<n&&e<t[1]))].sort(([e],[t])=>e-t)}}function pn(e){return e.normalize(`NFC`).replace(/[äöüÄÖÜ]/g,e=>`${e.normalize(`NFD`)[0]}e`)}function mn(e){return[X(e),X(pn(e))]}function hn(e){let t=_n(e);return e=>{let n=gn(e),r=[...n,...vn(e,n)];return t.length>0&&t.every(e=>`run`in e?xn(n,e.run):Sn(r,e.beginnings))}}function gn(e){return(X(e).match(sn)??[]).map(e=>[...e].slice(0,40).join(``))}function _n(e){let t=gn(e),n=gn(pn(e)),r=e=>{let r=n.length===t.length?n[t.lastIndexOf(e)]??e:e;return r===e?bn(yn(e)):r},i=/* @__PURE__ */ new Map;for(let t of X(e).split(/\s+/))for(let{0:e}of t.matchAll(cn)){let[t=``]=gn(e),n=Y.test(e)?{run:gn(e)}:{beginnings:[.../* @__PURE__ */ new Set([t,r(t)])]};i.set(JSON.stringify(n),n)}return[...i.values()].slice(0,8)}function vn(e,t){if(En(e))return[];let n=pn(e),r=t.flatMap(e=>[yn(e),bn(e)]);return(n===e?r:[...r,...gn(n)]).filter(e=>!Y.test(e))}function yn(e){return e.replace(ln,``)}function bn(e){return e.replace(un,``)}function xn(e,t){return e.some((n,r)=>t.every((t,n)=>e[r+n]===t))}function Sn(e,t){return e.some(e=>t.some(t=>e===t||e.startsWith(t)&&[...t].length>=2))}function Cn(e,t,n){let r=``,i=[];for(let{0:t,index:a}of e.matchAll(rn)){let e=n(t);r+=e;for(let n=0;n<e.length;n++)i.push([a,a+t.length])}let a=[];for(let e=0;e<r.length;){let n=t.find(t=>r.startsWith(t,e)&&wn(r,e));if(n){let t=Math.max(i[e]?.[0]??0,a.at(-1)?.[1]??0),r=i[e+n.length-1]?.[1]??0;r>t&&a.push([t,r])}e+=n?.length??1}return a}function wn(e,t){return Y.test(String.fromCodePoint(e.codePointAt(t)??0))||!on.test(Tn(e,t))}function Tn(e,t){let n=[...e.slice(Math.max(0,t-2),t)].at(-1)??``;return Y.test(n)?``:n}function En(e){return/^[\x00-\x7f]*$/.test(e)}function Dn(e){return[...e.normalize(`NFC`)].map(On).join(``).normalize(`NFC`)}function On(e){let t=dn.get(e);return t===void 0&&(t=`йЙ`.includes(e)?`й`:[...e.normalize(`NFKD`)].filter(kn).flatMap(An).join(``).normalize(`NFC`),dn.set(e,t)),t}function kn(e){return/\p{M}/u.test(e)?en.test(e)||$t.test(e)&&Qt.compare(e,``)!==0:!tn.test(e)}function An(e){return[...e.toLowerCase().toUpperCase().toLowerCase()].map(e=>nn.get(jn(e))??Mn(jn(e)))}function jn(e){return/[\u30a1-\u30f6]/.test(e)?String.fromCharCode(e.charCodeAt(0)-96):e}function Mn(e){if(!/\p{Nd}/u.test(e))return e;let t=e.codePointAt(0)??0,n=0;for(;n<9&&/\p{Nd}/u.test(String.fromCodePoint(t-n-1));)n++;return String(n)}function Nn(e,t){let n=[...t];return[...e].map((e,t)=>[e,n[t]??``])}const Pn=`imnode.emoji`,Fn=[`👍`,`❤️`,`😂`,`🎉`,`😮`,`🙏`,`😊`,`😍`,`😅`,`😢`,`😭`,`😎`,`🤔`,`👏`,`💪`,`🔥`,`✅`,`👀`,`🙌`,`👋`,`☕`,`🌹`,`💯`,`🚀`];function In(e){return e.replace(/(\p{Emoji_Presentation})\ufe0f/gu,`$1`)}function Ln(){try{let e=JSON.parse(localStorage.getItem(Pn)??`[]`);return Array.isArray(e)?e.filter(e=>typeof e==`string`).map(In):[]}catch{return[]}}function Rn(e){return[.../* @__PURE__ */ new Set([...Ln(),...Fn])].slice(0,e)}function zn(e){localStorage.setItem(Pn,JSON.stringify([.../* @__PURE__ */ new Set([e,...Ln()])].slice(0,24)))}var Bn=/* @__PURE__ */ G({EmojiPicker:()=>Wn});o({en:Yt,zh:Xt});const Vn={en:()=>import(`./emoji-en.js`),zh:()=>import(`./emoji-zh.js`)},Hn=[`😀`,`👋`,`🐻`,`🍎`,`🚗`,`⚽`,`💡`,`❤️`],Un=/* @__PURE__ */ new Map;function Wn({onPick:e}){let t=te.value,[n,r]=A(Un.get(t)??null),[a,o]=A(``),[s,c]=A(-1);w(()=>{if(Un.has(t))return r(Un.get(t)??null);T(()=>{Vn[t]().then(({default:e})=>{Un.set(t,e),r(e)},()=>r([]))})},[t]);let l=i(()=>new Map(n?.flat().map(([e,t])=>[e,t])),[n]),u=a.trim()&&n?qn(n,a):s===-1?Rn(24):(n?.[s]??[]).map(([e])=>e),d=Gn(`${s} ${a}`,u.length),f=[M(`emoji.recent`),...Hn.map((e,t)=>M(`emoji.group.${t}`))];return I`<div class="emoji-picker" data-arrows>
    <div class="search-box">
      <${W} name="search" />
      <input
        type="search"
        value=${a}
        placeholder=${M(`emoji.search`)}
        aria-label=${M(`emoji.search`)}
        ref=${ve}
        onInput=${e=>o(e.target.value)}
      />
    </div>
    <div class="emoji-tabs" role="group" aria-label=${M(`emoji.groups`)}>
      ${[`🕘`,...Hn].map((e,t)=>I`<button
          type="button"
          key=${e}
          aria-pressed=${!a&&s===t-1}
          aria-label=${f[t]}
          title=${f[t]}
          onClick=${()=>{o(``),c(t-1)}}
        >
          ${e}
        </button>`)}
    </div>
    <div class="emoji-grid" data-choices="grid" role="group" aria-label=${M(`emoji.label`)}>
      ${u.slice(0,d).map(t=>I`<button
          type="button"
          key=${t}
          aria-label=${l.get(t)??t}
          title=${l.get(t)??t}
          onClick=${()=>{zn(t),e(t)}}
        >
          ${t}
        </button>`)}
    </div>
    ${n&&u.length===0&&I`<p class="empty-note" role="status">${M(`emoji.none`)}</p>`}
  </div>`}function Gn(e,t){let[n,r]=A({what:e,count:64}),i=n.what===e?n.count:64;return D(()=>{if(i>=t)return;let n=requestAnimationFrame(()=>r({what:e,count:i+32}));return()=>cancelAnimationFrame(n)},[e,i,t]),i}const Kn=/* @__PURE__ */ new WeakMap;function qn(e,t){let n=X(t.trim()),r=Kn.get(e)??e.flat().map(([e,t,n])=>[e,X(t),X(n)]);Kn.set(e,r);let i=r.filter(([,e])=>e.includes(n)),a=r.filter(([,,e])=>e.includes(n));return[...new Set([...i,...a].map(([e])=>e))].slice(0,80)}o({en:{"beginning.add":`Add people`,"beginning.alone":`You are the only one here so far. Add the people whom this group is for.`,"beginning.direct":`No messages here yet. Only the two of you are in this conversation.`,"beginning.group":`No messages here yet. In this group are:`,"beginning.label":`The beginning of this conversation`,"beginning.members":`In this group`,"beginning.write":`Write the first message`,"conversation.gone":`You are no longer in “{name}”.`,"conversation.missing":`This conversation doesn’t exist, or you are no longer in it.`,"conversation.none":`Choose a conversation, or start a new one`,"conversation.none-yet":`Your conversations open here`,"list.group-hint":`For a class, a team or the family`,"list.invite-hint":`A link with which others make an account`,"list.none":`No chats yet`,"list.none-hint":`Whoever writes to you appears here. Or begin yourself:`,"list.set-up":`Set up this device`,"list.set-up-hint":`Notifications, language, appearance`,"list.start":`Start a chat`,"list.start-hint":`Choose somebody and write the first message`},zh:{"beginning.add":`添加成员`,"beginning.alone":`目前群里只有您一人。添加成员，开始聊天吧。`,"beginning.direct":`这里还没有消息。此会话只有你们两人。`,"beginning.group":`这里还没有消息。群组成员：`,"beginning.label":`会话的开始`,"beginning.members":`群组成员`,"beginning.write":`发送第一条消息`,"conversation.gone":`您已不在“{name}”中。`,"conversation.missing":`该会话不存在，或您已不在其中。`,"conversation.none":`选择一个会话，或发起新的聊天`,"conversation.none-yet":`会话将在这里打开`,"list.group-hint":`适合班级、团队或家人`,"list.invite-hint":`生成链接，对方可自行注册账号`,"list.none":`还没有聊天`,"list.none-hint":`收到的消息会显示在这里。您也可以主动开始：`,"list.set-up":`设置此设备`,"list.set-up-hint":`通知、语言和外观`,"list.start":`发起聊天`,"list.start-hint":`选择一个人，发出第一条消息`}});var Jn=/* @__PURE__ */ G({EmptyConversation:()=>Yn});function Yn({conversation:e,canWrite:t}){let{me:n,people:r}=z(),{kind:i,role:a,members:o,member_count:c=o.length}=e,l=s(e,n),u=i===`group`,d=u&&a!==`member`,f=d&&c<2,p=u?null:Te(e,n),m=p!==null&&r.online.value.has(p.id),h=t&&I`<button type="button" class=${f?`button quiet`:`button primary`} onClick=${Qn}>${M(`beginning.write`)}</button>`;return I`<section class="beginning-box" aria-label=${M(`beginning.label`)}>
    <${k} ...${l} size="large" online=${m} />
    <p class="beginning-title"><bdi>${l.name}</bdi></p>
    <p>${M(f?`beginning.alone`:u?`beginning.group`:`beginning.direct`)}</p>
    ${u&&!f&&I`<${Xn} members=${o} count=${c} />`}
    ${p?.login&&I`<p class="beginning-login"><bdi>@${p.login}</bdi>${m&&I` · <span class="here">${M(`presence.online`)}</span>`}</p>`}
    <div class="beginning-buttons">
      ${!f&&h}
      ${d&&I`<${Zn} conversation=${e} first=${f} />`}
      ${f&&h}
    </div>
  </section>`}function Xn({members:e,count:t}){let{me:n}=z(),r=e.slice(0,8);return I`<ul class="faces" aria-label=${M(`beginning.members`)}>
    ${r.map(({id:e,name:t,avatar:r})=>I`<li key=${e} class="face">
      <${k} id=${e} name=${t} avatar=${r} size="small" /><span class="face-name"><bdi>${e===n?M(`list.you`):t}</bdi></span>
    </li>`)}
    ${t>r.length&&I`<li>${u(`people.others`,t-r.length)}</li>`}
  </ul>`}function Zn({conversation:e,first:t}){let[n,r]=A(!1),i=()=>r(!1);return I`<button type="button" class=${t?`button primary`:`button quiet`} onClick=${()=>r(!0)}>${M(`beginning.add`)}</button>
    ${n&&I`<${pe} label=${M(`beginning.add`)} kind="sheet" onClose=${i}>
      <header class="sheet-head">
        <h2>${M(`beginning.add`)}</h2>
        <button type="button" class="icon-button" aria-label=${M(`close`)} title=${M(`close`)} onClick=${i}><${W} name="close" /></button>
      </header>
      <${kt} conversation=${e} />
    <//>`}`}function Qn(){document.querySelector(`.composer textarea`)?.focus()}o({en:{"files.chosen":`Files to send`,"files.drop":`Drop files here to send them to {name}`,"files.next":`Next picture`,"files.of":`{number} of {count}`,"files.open":`Open the picture {name}`,"files.play":`Play`,"files.previous":`Previous picture`,"files.remove":`Remove {name}`,"files.save":`Save`,"files.picture":`Picture ({format})`,"files.unplayable":`This browser can’t play it. Save the file and open it with another program.`,"files.uploading":`Uploading {name}`,"files.waiting":`The message is sent once the files are uploaded.`,"files.why.bad_request":`The upload was broken off. Remove the file and choose it again.`,"files.why.empty":`The file is empty.`,"files.why.folder":`Folders can’t be sent. Pack them into an archive first.`,"files.why.lost":`The page was closed during the upload. Remove the file and choose it again.`,"files.why.quota_full":`It has {size}, and you have room for {limit}. Recall messages with files that nobody needs, or ask an administrator for more space.`,"files.why.storage_full":`The server’s disk has no room for files. Try again later, or tell an administrator.`,"files.why.too_large":`It has {size}, and this server takes {limit}. Send a smaller one, or ask an administrator.`,"files.why.too_many_files":`A message takes ten files. Send the others with the next one.`},zh:{"files.chosen":`要发送的文件`,"files.drop":`将文件拖放到这里，发送给{name}`,"files.next":`下一张图片`,"files.of":`第 {number}/{count} 张`,"files.open":`打开图片 {name}`,"files.play":`播放`,"files.previous":`上一张图片`,"files.remove":`移除 {name}`,"files.save":`保存`,"files.picture":`图片（{format}）`,"files.unplayable":`此浏览器无法播放。请保存文件后用其他程序打开。`,"files.uploading":`正在上传 {name}`,"files.waiting":`文件上传完成后即发送消息。`,"files.why.bad_request":`上传已中断。请移除该文件后重新选择。`,"files.why.empty":`文件为空。`,"files.why.folder":`无法发送文件夹，请先打包成压缩文件。`,"files.why.lost":`上传期间页面被关闭。请移除该文件后重新选择。`,"files.why.quota_full":`文件大小为 {size}，您的剩余空间为 {limit}。请撤回不再需要的带文件的消息，或请管理员增加空间。`,"files.why.storage_full":`服务器磁盘空间不足，无法存放文件。请稍后再试，或联系管理员。`,"files.why.too_large":`文件大小为 {size}，此服务器的上限为 {limit}。请发送较小的文件，或联系管理员。`,"files.why.too_many_files":`每条消息最多十个文件，其余请随下一条发送。`}});const $n=/^image\/(hei[cf])/;function er({name:e,size:t,type:n=``}){let[,r]=$n.exec(n)??[];if(r)return`${M(`files.picture`,{format:r.toUpperCase()})} · ${vt(t)}`;let i=e.slice(e.lastIndexOf(`.`)+1);return i!==e&&i!==``&&i.length<=16?`${i.toUpperCase()} · ${vt(t)}`:vt(t)}var tr=/* @__PURE__ */ G({upload:()=>rr});let nr=Promise.resolve();async function rr(e,t){let n=await e.api.room().catch(()=>null),r=e.attached.of(e.conv).peek(),i=r.filter(({error:e})=>!e).length,a=(n?.used??0)+r.reduce((e,t)=>e+(t.error||t.stored?0:t.size),0),o=t.map(e=>{let{name:t,size:r,type:o}=e,s=ir(e,i,n,a);return s?Ee({name:t,size:r,type:o,error:{message:``,hint:``,...s}}):(i+=1,a+=r,Ee({name:t,size:r,type:o,content:e}))});e.attached.set(e.conv,[...r,...o]);for(let t of o)t.error||sr(e,t)}function ir({size:e},t,n,r){return e===0?{code:`empty`}:t>=10?{code:`too_many_files`}:n&&e>n.max_file?{code:`too_large`,limit:n.max_file}:!n?.quota||r+e<=n.quota?null:{code:`quota_full`,limit:Math.max(0,n.quota-r)}}function ar(e,t){let n={...t,error:null,share:0};lr(e,t.key,n),sr(e,n)}function or({attached:e,conv:t},n){n.control.abort(),e.set(t,e.of(t).peek().filter(({key:e})=>e!==n.key))}function sr(e,t){nr=nr.then(()=>cr(e,t))}async function cr(e,{key:t,name:n,content:r,control:i}){if(!r||i.signal.aborted)return;let a=0,o=n=>{Math.floor(n*50)!==a&&(a=Math.floor(n*50),lr(e,t,{share:n}))};try{lr(e,t,{stored:await e.api.upload(e.conv,r,n,{progress:o,signal:i.signal}),share:1})}catch(n){let r=F(n);r.code!==`aborted`&&lr(e,t,{error:r})}}function lr({attached:e,conv:t},n,r){let i=e.of(t).peek();i.some(e=>e.key===n)&&e.set(t,i.map(e=>e.key===n?{...e,...r}:e))}var ur=/* @__PURE__ */ G({AttachedList:()=>fr});const dr={bad_request:`files.why.bad_request`,empty:`files.why.empty`,folder:`files.why.folder`,lost:`files.why.lost`,storage_full:`files.why.storage_full`,too_many_files:`files.why.too_many_files`};function fr({conv:e,waiting:t}){let{attached:n,state:r}=z(),{api:i}=R(),a={attached:n,api:i,conv:e},o=n.of(e).value,s=r.value===`live`,c=pr();return w(()=>{if(s)for(let t of n.of(e).peek())t.error?.code===`offline`&&ar(a,t)},[s]),c?I`<div class="attached">
    <ul class="attached-list" aria-label=${M(`files.chosen`)}>
      ${o.map(e=>I`<${mr} key=${e.key} file=${e} place=${a} />`)}
    </ul>
    ${t&&I`<p class="attached-note" role="status">${M(`files.waiting`)}</p>`}
  </div>`:null}function pr(){let[e,t]=A(!1);return w(()=>{let e=()=>t(!0);Se(new URL(`./later.css`,import.meta.url).href).then(e,e)},[]),e}function mr({file:e,place:t}){let{name:n,stored:r,error:i,share:a,content:o}=e;return I`<li class=${i?`attached-file refused`:`attached-file`}>
    <span class="attached-face"><${hr} file=${e} /></span>
    <span class="attached-main">
      <bdi class="file-name">${n}</bdi>
      ${i?I`<span class="attached-why" role="alert">${gr(e,i)}</span>`:r?I`<span class="file-size">${er(e)}</span>`:I`<progress value=${a} max="1" aria-label=${M(`files.uploading`,{name:n})}></progress>`}
    </span>
    ${i?.retry&&o&&I`<button type="button" class="link-button" onClick=${()=>ar(t,e)}>${M(`messages.retry`)}</button>`}
    <button
      type="button"
      class="attached-remove"
      aria-label=${M(`files.remove`,{name:n})}
      title=${M(`files.remove`,{name:n})}
      onClick=${()=>or(t,e)}
    >
      <${W} name="close" />
    </button>
  </li>`}function hr({file:{content:e,type:t}}){let[n,r]=A(``);return w(()=>{if(!e||!t.startsWith(`image/`))return;let n=URL.createObjectURL(e);return r(n),()=>URL.revokeObjectURL(n)},[e]),n?I`<img src=${n} alt="" onError=${()=>r(``)} />`:I`<${W} name="file" />`}function gr({size:e},t){if(t.limit!==void 0){let n=t.code===`too_large`?`files.why.too_large`:`files.why.quota_full`;return M(n,{size:vt(e),limit:vt(t.limit)})}return t.code in dr?M(dr[t.code]):c(t)}var _r=/* @__PURE__ */ G({DropZone:()=>vr});function vr({conv:e,name:t,onEnd:n}){let{attached:r}=z();return I`<div
    class="drop-zone"
    onDragOver=${e=>{e.preventDefault(),e.dataTransfer&&(e.dataTransfer.dropEffect=`copy`)}}
    onDragLeave=${n}
    onPointerMove=${n}
    onDrop=${t=>{t.preventDefault(),n();let i=[...t.dataTransfer?.items??[]].filter(({kind:e})=>e===`file`),a=i.filter(e=>!e.webkitGetAsEntry?.()?.isDirectory).flatMap(e=>e.getAsFile()??[]);a.length<i.length&&ye(M(`files.why.folder`)),a.length>0&&B(r.add(e,a))}}
  >
    <p><${W} name="attach" /> ${M(`files.drop`,{name:t})}</p>
  </div>`}async function yr(e,{id:t,name:n}){let{url:r}=await e.mediaLink(t),i=document.createElement(`a`);i.href=`${r}&download=1`,i.download=n,i.click()}function br({file:e}){let{api:t}=R(),[n,r]=A(null),[i,a]=A(!1),o=_(0),s=e.type.startsWith(`video/`)?`video`:`audio`,c=async()=>r(await t.mediaLink(e.id));return n?I`<${s}
      class="file-player"
      src=${n.url}
      controls
      autoplay
      playsinline
      aria-label=${e.name}
      onLoadedMetadata=${e=>{e.target.currentTime=o.current}}
      onError=${e=>{n&&Date.now()>n.expires_at?(o.current=e.target.currentTime,B(c())):(r(null),a(!0),ye(M(`files.unplayable`)))}}
    ></${s}>`:I`<button
    type="button"
    class=${`file-card ${s}`}
    title=${e.name}
    onClick=${()=>B(i?yr(t,e):c())}
  >
    <span class="file-face"><${W} name=${i?`download`:`play`} /></span>
    <span class="file-main">
      <span class="hidden-text">${M(i?`files.save`:`files.play`)}${` `}</span>
      <bdi class="file-name">${e.name}</bdi>
      <span class="file-size">${er(e)}</span>
    </span>
  </button>`}const Z=/* @__PURE__ */ new Map;function xr(e){return Z.get(e)??null}async function Sr(e,t){let n=Z.get(t)??URL.createObjectURL(await Cr(e,t));Z.delete(t),Z.set(t,n);for(let[e,t]of Z){if(Z.size<=200)break;Z.delete(e),URL.revokeObjectURL(t)}return n}async function Cr(e,t){let n=await globalThis.caches?.open(Ae).catch(()=>void 0),r=await n?.match(`/${t}`);if(r)return r.blob();let i=await e.thumbnail(t);return n?.put(`/${t}`,new Response(i)).then(()=>wr(n)).catch(()=>{}),i}async function wr(e){for(let t of(await e.keys()).slice(0,-500))await e.delete(t)}function Tr(e){let t=document.createElement(`div`);document.body.append(t),P(I`<${Er} ...${e} onClose=${()=>{P(null,t),t.remove()}} />`,t)}function Er({api:e,state:t,pictures:n,first:r,onClose:i}){let[a,o]=A(n.indexOf(r)),s=n[a]??r,c=n.length>1,l=e=>o((a+e+n.length)%n.length);return I`<${ht} label=${s.name} kind="viewer" onClose=${i}>
    <div class="viewer-frame" onKeyDown=${e=>{!c||e.key!==`ArrowLeft`&&e.key!==`ArrowRight`||(e.preventDefault(),l(e.key===`ArrowLeft`?-1:1))}}>
      <header class="viewer-bar">
        <bdi class="file-name">${s.name}</bdi>
        ${c&&I`<span class="viewer-count" role="status">${M(`files.of`,{number:a+1,count:n.length})}</span>`}
        ${c&&I`<${Dr} icon="back" label=${M(`files.previous`)} onClick=${()=>l(-1)} />`}
        ${c&&I`<${Dr} icon="back" turned label=${M(`files.next`)} onClick=${()=>l(1)} />`}
        <${Dr} icon="download" label=${M(`files.save`)} onClick=${()=>B(yr(e,s))} />
        <${Dr} icon="close" label=${M(`close`)} onClick=${i} />
      </header>
      <div
        class="viewer-place"
        onClick=${e=>e.target===e.currentTarget&&i()}
      >
        <${Or} key=${s.id} api=${e} live=${t.value===`live`} file=${s} />
      </div>
    </div>
  <//>`}function Dr({icon:e,label:t,turned:n=!1,onClick:r}){return I`<button
    type="button"
    class=${n?`icon-button turned`:`icon-button`}
    aria-label=${t}
    title=${t}
    onClick=${r}
  >
    <${W} name=${e} />
  </button>`}function Or({api:e,live:t,file:n}){let[r,i]=A(``),[a,o]=A(!1),[s,l]=A(``);w(()=>{a||(l(``),e.mediaLink(n.id).then(e=>i(e.url),e=>l(c(F(e)))))},[t]);let u=xr(n.id),d={width:n.width,height:n.height};return I`${!a&&u&&I`<img class="viewer-picture" src=${u} alt="" ...${d} />`}
    ${r&&!s&&I`<img
        class=${a?`viewer-picture`:`viewer-picture coming`}
        src=${r}
        alt=${n.name}
        ...${d}
        onLoad=${()=>o(!0)}
        onError=${()=>l(M(`error.offline`))}
      />`}
    ${s&&I`<p class=${u?`viewer-error below`:`viewer-error`} role="alert">${s}</p>`}`}var kr=/* @__PURE__ */ G({FileView:()=>Ar});function Ar({file:e,files:t}){return _e(e)===`image`?I`<${jr} file=${e} files=${t} />`:/^(audio|video)\//.test(e.type)?I`<${br} file=${e} />`:I`<${Mr} file=${e} />`}function jr({file:e,files:t}){let{api:n}=R(),{state:r}=z(),i=r.value===`live`,[a,o]=A(xr(e.id)),[s,c]=A(!1);return w(()=>{let t=!0;if(!a)return Sr(n,e.id).then(e=>t&&o(e),()=>t&&c(!0)),()=>{t=!1}},[e.id,i]),I`<button
    type="button"
    class="file-picture"
    aria-label=${M(`files.open`,{name:e.name})}
    title=${e.name}
    onClick=${()=>Tr({api:n,state:r,pictures:t.filter(e=>_e(e)===`image`),first:e})}
  >
    ${a?I`<img src=${a} alt="" />`:s&&I`<span class="file-missing"><${W} name="file" /><bdi class="file-name">${e.name}</bdi><span class="file-size">${er(e)}</span></span>`}
  </button>`}function Mr({file:e}){let{api:t}=R();return I`<button type="button" class="file-card" title=${e.name} onClick=${()=>B(yr(t,e))}>
    <span class="file-face"><${W} name="file" /></span>
    <span class="file-main">
      <span class="hidden-text">${M(`files.save`)}${` `}</span>
      <bdi class="file-name">${e.name}</bdi>
      <span class="file-size">${er(e)}</span>
    </span>
    <${W} name="download" />
  </button>`}o({en:{"find.all":`Search all messages`,"find.clear":`Other words`,"find.date":`Jump to a date`,"find.everywhere":`Search all conversations`,"find.forget-date":`Leave out the date`,"find.kept":`Only messages that are kept on this device were searched.`,"find.newer":`Newer result`,"find.none":`Nothing found`,"find.nothing":`Nothing found for “{query}”`,"find.nothing-since":`Nothing was written since {day}`,"find.of":`{number} of {count}`,"find.older":`Older result`,"find.placeholder":`Search this conversation`,"find.short":`Search here`,"find.to-last":`To the newest message`,"find.where":`All messages in “{name}” were searched.`,"search.done":`End the search`,"search.hint":`Try another spelling, fewer words, or the beginning of a word.`,"search.messages":`Messages`,"search.no-messages":`No message has “{query}”.`,"search.none":`Nothing found for “{query}”`,"search.people":`Look for people`,"search.where":`The names of your chats and all messages in them were searched.`},zh:{"find.all":`搜索全部消息`,"find.clear":`换个关键词`,"find.date":`跳转到日期`,"find.everywhere":`搜索所有会话`,"find.forget-date":`不限日期`,"find.kept":`仅搜索了保存在此设备上的消息。`,"find.newer":`下一条较新的结果`,"find.none":`未找到`,"find.nothing":`没有找到“{query}”`,"find.nothing-since":`{day}以后没有消息`,"find.of":`第 {number}/{count} 条`,"find.older":`下一条较早的结果`,"find.placeholder":`搜索此会话`,"find.short":`在此搜索`,"find.to-last":`回到最新消息`,"find.where":`已搜索“{name}”中的全部消息。`,"search.done":`结束搜索`,"search.hint":`请检查错别字，或减少关键词后重试。`,"search.messages":`消息`,"search.no-messages":`没有包含“{query}”的消息。`,"search.none":`没有找到“{query}”`,"search.people":`查找联系人`,"search.where":`已搜索您的会话名称及其中的全部消息。`}});function Nr({title:e,text:t,hint:n,children:r}){return I`<div class="nothing-found">
    <${W} name="search" />
    <div role="status">
      <p class="nothing-title">${e}</p>
      ${t&&I`<p>${t}</p>`}
      ${n&&I`<p>${n}</p>`}
    </div>
    <div class="nothing-ways">${r}</div>
  </div>`}var Pr=/* @__PURE__ */ G({FindBar:()=>Fr});function Fr({conversation:e}){let{id:t,created_at:n}=e,r=z(),o=ee(e,r.me),s=_(null),{api:c}=R(),[l,u]=A(``),[d,f]=A(null),[p,m]=A(null),[h,g]=A(0),[v,y]=A(!1),[b,x]=A(0),[S,C]=A(null),T=_(null),E=i(()=>fn(l),[l]);w(()=>{let e=!0;if(f(null),y(!1),C(null),!l.trim())return;let n=setTimeout(()=>B(Ir(c.search({q:l.trim(),conv:t,limit:50}),r,t,l).then(({seqs:n,before:r,isKept:i})=>{e&&(f(n),m(r),y(i),g(0),n[0]===void 0?Ne():fe(t,n[0],E))})),300);return()=>{e=!1,clearTimeout(n)}},[l,b]);let D=()=>{a.value=!1,Ne()};lt(D);let O=async e=>{let n=d??[];if(e>=n.length&&p!==null){let e=await c.search({q:l.trim(),conv:t,limit:50,before:p}).catch(()=>null);if(!e)return;n=[...n,...e.results.map(({message:e})=>e.seq)],f(n),m(e.before)}let r=n[e];r!==void 0&&(g(e),fe(t,r,E))},k=async e=>{let n=(/* @__PURE__ */ new Date(`${e}T00:00`)).getTime();Number.isNaN(n)||await B(c.firstSince(t,n).then(e=>{C(e?null:n),e&&fe(t,e.seq)}))},j=()=>{u(``),s.current?.focus()},te=()=>{ne.value=l,D();let e=matchMedia(`(max-width: 45rem)`).matches;L(e?H.home:H.conversation(t)),setTimeout(()=>document.querySelector(`[data-search]`)?.focus())},re=()=>{s.current?.focus(),x(b+1)},ie=()=>{T.current&&(T.current.value=``),C(null)},N=e.last?.seq,P=d?.length??0,ae=d===null?``:P===0?M(`find.none`):M(`find.of`,{number:h+1,count:p===null?P:`${P}+`});return I`<div class="find"><div
    class="find-bar"
    role="search"
    aria-label=${M(`find.open`)}
    onKeyDown=${e=>{e.key===`Escape`&&(e.stopPropagation(),D())}}
  >
    <div class="search-box">
      <${W} name="search" />
      <input
        type="search"
        value=${l}
        placeholder=${M(`find.short`)}
        aria-label=${M(`find.placeholder`)}
        maxlength="200"
        ref=${Rr(s)}
        onInput=${e=>u(e.target.value)}
        onKeyDown=${e=>{e.key===`Enter`&&!e.isComposing&&O(e.shiftKey?h-1:h+1)}}
      />
      <span class="find-status" role="status">${ae}</span>
    </div>
    <button type="button" class="icon-button" disabled=${h+1>=P&&p===null} aria-label=${M(`find.older`)} title=${M(`find.older`)} onClick=${()=>O(h+1)}>
      <${W} name="up" />
    </button>
    <button type="button" class="icon-button" disabled=${h===0} aria-label=${M(`find.newer`)} title=${M(`find.newer`)} onClick=${()=>O(h-1)}>
      <${W} name="down" />
    </button>
    <label class="icon-button find-date" title=${M(`find.date`)}>
      <${W} name="calendar" />
      <span class="hidden-text">${M(`find.date`)}</span>
      <input
        ref=${T}
        type="date"
        min=${n?Lr(n):void 0}
        max=${Lr(Date.now())}
        onClick=${()=>T.current?.showPicker?.()}
        onChange=${e=>k(e.target.value)}
      />
    </label>
    <button type="button" class="icon-button" aria-label=${M(`close`)} title=${M(`close`)} onClick=${D}>
      <${W} name="close" />
    </button>
  </div>
  ${v&&I`<p class="find-part">
      <span role="status">${M(`find.kept`)}</span>
      ${r.state.value===`live`&&I` <button type="button" class="link-button" onClick=${re}>${M(`find.all`)}</button>`}
    </p>`}
  ${d!==null&&P===0&&S===null&&I`<${Nr} title=${M(`find.nothing`,{query:l.trim()})} text=${v?``:M(`find.where`,{name:o})} hint=${M(`search.hint`)}>
      <button type="button" class="button quiet" onClick=${te}>${M(`find.everywhere`)}</button>
      <button type="button" class="button quiet" onClick=${j}>${M(`find.clear`)}</button>
    <//>`}
  ${S!==null&&I`<${Nr} title=${M(`find.nothing-since`,{day:new Intl.DateTimeFormat(qe(),{dateStyle:`long`}).format(S)})} text=${M(`find.where`,{name:o})}>
      ${N!==void 0&&I`<button type="button" class="button quiet" onClick=${()=>{ie(),fe(t,N)}}>${M(`find.to-last`)}</button>`}
      <button type="button" class="button quiet" onClick=${ie}>${M(`find.forget-date`)}</button>
    <//>`}
  </div>`}async function Ir(e,t,n,r){try{let{results:t,before:n}=await e;return{seqs:t.map(({message:e})=>e.seq),before:n,isKept:!1}}catch(e){if(F(e).code!==`offline`)throw e;let i=hn(r);return{seqs:(await t.session.kept(n,({text:e})=>i(e))).map(({seq:e})=>e),before:null,isKept:!0}}}function Lr(e){let t=new Date(e);return[t.getFullYear(),t.getMonth()+1,t.getDate()].map(e=>String(e).padStart(2,`0`)).join(`-`)}function Rr(e){return _(t=>{e.current=t,ue(t)}).current}var zr=/* @__PURE__ */ G({FirstSteps:()=>Br});function Br(){let e=R().user.value?.role!==`member`;return I`<div class="first-steps">
    <h2 class="beginning-title">${M(`list.none`)}</h2>
    <p>${M(`list.none-hint`)}</p>
    <ul>
      <${Vr} icon="talk" path=${H.new} label=${M(`list.start`)} hint=${M(`list.start-hint`)} />
      <${Vr} icon="group" path=${H.group} label=${M(`group.new`)} hint=${M(`list.group-hint`)} />
      ${e&&I`<${Vr} icon="at" path=${H.invites} label=${M(`list.invite`)} hint=${M(`list.invite-hint`)} />`}
      <${Vr} icon="device" path=${H.settings} label=${M(`list.set-up`)} hint=${M(`list.set-up-hint`)} />
    </ul>
  </div>`}function Vr({icon:e,path:t,label:n,hint:r}){return I`<li>
    <a class="row" href=${t}>
      <span class="avatar plain"><${W} name=${e} /></span>
      <span class="row-main"><span class="row-title">${n}</span><span class="step-hint">${r}</span></span>
    </a>
  </li>`}const Hr={"help.above":`Message before`,"help.anywhere":`Anywhere`,"help.back":`Back, or to where you write`,"help.below":`Message after`,"help.bold":`**bold**`,"help.code":"`code`","help.edit-last":`Edit your last message (in an empty field)`,"help.find":`Search this conversation`,"help.help":`Show this sheet`,"help.italic":`_italic_`,"help.line":`New line`,"help.list":`- one
- two`,"help.markup":`Formatting`,"help.mention":`Mention somebody in a group`,"help.menu":`Everything you can do with it`,"help.message":`On a message`,"help.new":`New chat`,"help.next":`Next conversation`,"help.previous":`Previous conversation`,"help.quote":`> quote`,"help.search":`Search everything`,"help.send":`Send`,"help.struck":`~~struck~~`,"help.touch":`By touch`,"help.touch-chat":`Hold a chat in the list`,"help.touch-chat-does":`Pin, mute, details`,"help.touch-hold":`Hold a message`,"help.touch-hold-does":`React, reply, select its text, and more`,"help.touch-quote":`Tap a quote or the pinned message`,"help.touch-quote-does":`Go to that message`,"help.touch-title":`Tap the name at the top`,"help.touch-title-does":`Members and settings`,"help.writing":`While writing`},Ur={"help.above":`上一条消息`,"help.anywhere":`任意位置`,"help.back":`返回，或回到输入框`,"help.below":`下一条消息`,"help.bold":`**粗体**`,"help.code":"`代码`","help.edit-last":`编辑上一条消息（输入框为空时）`,"help.find":`搜索此会话`,"help.help":`显示此帮助`,"help.italic":`_斜体_`,"help.line":`换行`,"help.list":`- 第一项
- 第二项`,"help.markup":`文本格式`,"help.mention":`在群组中提及某人`,"help.menu":`打开操作菜单`,"help.message":`选中消息时`,"help.new":`新聊天`,"help.next":`下一个会话`,"help.previous":`上一个会话`,"help.quote":`> 引用`,"help.search":`全局搜索`,"help.send":`发送`,"help.struck":`~~删除线~~`,"help.touch":`触屏操作`,"help.touch-chat":`长按列表中的会话`,"help.touch-chat-does":`置顶、免打扰、详情`,"help.touch-hold":`长按消息`,"help.touch-hold-does":`回应、回复、选择文字等`,"help.touch-quote":`轻点引用或置顶消息`,"help.touch-quote-does":`跳转到原消息`,"help.touch-title":`轻点顶部的名称`,"help.touch-title-does":`查看成员和设置`,"help.writing":`输入时`};var Wr=/* @__PURE__ */ G({HelpSheet:()=>Xr});o({en:Hr,zh:Ur});const Gr=/Mac|iPhone|iPad/.test(navigator.userAgent)?`⌘`:`Ctrl`,Kr=Gr===`⌘`?`⌥`:`Alt`,qr=[[`help.anywhere`,[[`help.search`,[Gr,`K`]],[`help.find`,[Gr,`F`]],[`help.previous`,[Kr,`↑`]],[`help.next`,[Kr,`↓`]],[`help.new`,[Kr,`N`]],[`help.back`,[`Esc`]],[`help.help`,[Gr,`/`]]]],[`help.writing`,[[`help.send`,[`Enter`]],[`help.line`,[`Shift`,`Enter`]],[`help.edit-last`,[`↑`]],[`help.mention`,[`@`]]]],[`help.message`,[[`help.above`,[`↑`]],[`help.below`,[`↓`]],[`help.menu`,[`Enter`]],[`message.reply`,[`R`]],[`message.edit`,[`E`]],[`message.react`,[`+`]],[`message.copy`,[`C`]]]]],Jr=[[`help.touch-hold`,`help.touch-hold-does`],[`help.touch-quote`,`help.touch-quote-does`],[`help.touch-title`,`help.touch-title-does`],[`help.touch-chat`,`help.touch-chat-does`]],Yr=[`help.bold`,`help.italic`,`help.struck`,`help.code`,`help.quote`,`help.list`];function Xr({onClose:e}){return I`<div class="help">
    <header class="help-head">
      <h1>${M(`help.title`)}</h1>
      <button type="button" class="icon-button" aria-label=${M(`close`)} title=${M(`close`)} onClick=${e}>
        <${W} name="close" />
      </button>
    </header>
    <div class="help-parts">
      <section class="help-touch">
        <h2>${M(`help.touch`)}</h2>
        <dl class="help-pairs">
          ${Jr.map(([e,t])=>I`<div key=${e}><dt>${M(e)}</dt><dd>${M(t)}</dd></div>`)}
        </dl>
      </section>
      ${qr.map(([e,t])=>I`<section key=${e} class="help-keys">
        <h2>${M(e)}</h2>
        <dl>
          ${t.map(([e,t])=>I`<div key=${e}>
            <dt>${M(e)}</dt>
            <dd>${t.map(e=>I`<kbd>${e}</kbd>`)}</dd>
          </div>`)}
        </dl>
      </section>`)}
      <section>
        <h2>${M(`help.markup`)}</h2>
        <dl class="help-markup">
          ${Yr.map(e=>I`<div key=${e}><dt><code>${M(e)}</code></dt><dd><${y} text=${M(e)} mentions=${[]} me="" /></dd></div>`)}
        </dl>
      </section>
    </div>
  </div>`}o({en:{"login.leaving":`You are signed out here. The server is told as soon as it can be reached.`,"reuse.advice":`If it wasn’t you, change your password.`,"reuse.ended":`“{device}” was signed out ({time}): somebody else may have used its sign-in.`},zh:{"login.leaving":`您已在此退出登录。连接恢复后会立即通知服务器。`,"reuse.advice":`如果不是您本人操作，请修改密码。`,"reuse.ended":`“{device}”已退出登录（{time}）：其登录凭证可能已被他人使用。`}});var Zr=/* @__PURE__ */ G({LeavingNote:()=>ai,finish:()=>ti,keepOn:()=>ri});const Qr=we(!1);let $r=()=>{},ei=null;function ti(e,t,n=()=>e.revoke(()=>ni(t))){return ei??=n().catch(e=>{if(F(e).retry)throw e}).then(()=>{t.removeItem(Fe),Qr.value=!1}).finally(()=>{ei=null}),ei}function ni(e){return e.getItem(Fe)!==null}async function ri(e,t){let n=new oe({random:Le.random});for(;Qr.value=ni(t);)try{await ti(e,t)}catch{await ii(n.next())}}function ii(e){return new Promise(t=>{let n=setTimeout(t,e);$r(),$r=()=>{clearTimeout(n),t(void 0)}})}window.addEventListener(`online`,()=>$r()),document.addEventListener(`visibilitychange`,()=>$r());function ai(){return Qr.value&&I`<p class="note" role="status">${M(`login.leaving`)}</p>`}const oi={"error.banned":`This person was removed for good. Lift the ban first.`,"error.blocked":`One of you has blocked the other.`,"error.emoji_invalid":`This can’t be a reaction.`,"error.last_owner":`Give somebody else the role of owner first.`,"error.login_confusable":`This looks like a login that somebody has. Choose one that can’t be mistaken for another.`,"error.login_invalid":`Use 1 to 64 letters, digits, dots, hyphens, underscores or @, without spaces, among them a letter or digit.`,"error.login_mixed":`Take all letters from one alphabet: those of several can look alike.`,"error.login_reserved":`This word mentions everybody, or is an id. Choose another login.`,"error.login_taken":`Somebody has this login already. Choose another one.`,"error.name_invalid":`Use 1 to 100 visible characters on one line, with no pile of accents on a letter.`,"error.not_found":`This doesn’t exist any more.`,"error.not_member":`You aren’t in this conversation any more.`,"error.server_name_invalid":`Use 1 to 64 visible characters.`,"error.storage_full":`The server’s disk is full. Your message waits, and is sent once there is space again.`,"error.text_invalid":`There is nothing to see in this text, or it is too long.`,"error.title_invalid":`Use 1 to 100 visible characters on one line, with no pile of accents on a letter.`,"error.token_reused":`You were signed out: somebody else may have used this device’s sign-in. Sign in again, and if it wasn’t you, change your password.`,"error.too_late":`It is too late to recall this message. Ask an admin of the group.`,"error.too_many":`That is more than a group can hold.`,"error.unknown_conversation":`This conversation doesn’t exist any more.`,"error.unknown_file":`A file of this message isn’t there any more. Choose it again.`,"error.unknown_message":`This message doesn’t exist any more.`,"error.mention_left":`Somebody whom you mention isn’t in this group any more.`,"error.unknown_user":`This person’s account doesn’t exist any more.`},si={"error.banned":`此人已被永久移除，请先解除。`,"error.blocked":`你们其中一方已屏蔽对方。`,"error.emoji_invalid":`不能用它作回应。`,"error.last_owner":`请先将群主身份交给其他人。`,"error.login_confusable":`该账号名与他人的账号名看起来太像，请换一个不会混淆的。`,"error.login_invalid":`请使用 1 到 64 个字母、汉字、数字、点、连字符、下划线或 @，不能有空格，且至少含一个字母、汉字或数字。`,"error.login_mixed":`请勿混用不同文字的字母：它们可能看起来一样。中文可以与英文字母同用。`,"error.login_reserved":`这个词用于提及所有人，或是系统编号，请换一个账号名。`,"error.login_taken":`该账号名已被使用，请换一个。`,"error.name_invalid":`请输入 1 到 100 个可见字符，不能换行，一个字母上也不能叠加过多符号。`,"error.not_found":`它已不存在。`,"error.not_member":`您已不在该会话中。`,"error.server_name_invalid":`请输入 1 到 64 个可见字符。`,"error.storage_full":`服务器磁盘已满。您的消息会等待，有空间后自动发送。`,"error.text_invalid":`消息没有可见内容，或过长。`,"error.title_invalid":`请输入 1 到 100 个可见字符，不能换行，一个字母上也不能叠加过多符号。`,"error.token_reused":`您已退出登录：此设备的登录凭证可能已被他人使用。请重新登录；如果不是您本人操作，请修改密码。`,"error.too_late":`已超过可撤回的时间，请联系群管理员。`,"error.too_many":`超出了群组的人数上限。`,"error.unknown_conversation":`该会话已不存在。`,"error.unknown_file":`消息中的文件已不存在，请重新选择。`,"error.unknown_message":`该消息已不存在。`,"error.mention_left":`您提及的人已不在此群组中。`,"error.unknown_user":`该用户的账号已不存在。`};var ci=/* @__PURE__ */ G({});o({en:oi,zh:si});var li=/* @__PURE__ */ G({LinkScreen:()=>di});const ui=[`server`,`login`,`name`,`password`];function di({code:e}){let t=R(),[n,r]=A(null),[i,a]=A(null);return w(()=>{t.link(e).then(e=>{e.kind!==`setup`&&(Ze.value=e.server),r(e)},e=>a(F(e)))},[e]),i?I`<${fi} error=${i} />`:n?I`<${pi} code=${e} link=${n} />`:I`<${xe} title=${M(`link.checking`)} />`}function fi({error:e}){return I`<${xe} title=${M(`link.invalid`)} intro=${c(e)}>
    <a class="button primary" href=${H.home}>${M(`link.to-login`)}</a>
  <//>`}function pi({code:e,link:t}){let n=R(),r=t.kind!==`password`,i=t.kind===`setup`,[a,o]=A(t.server),[s,c]=A(``),[l,u]=A(``),[d,f]=A(``),{busy:p,failure:m,wrong:h,attributes:g}=gt(ui,async()=>{let t={login:s.trim(),...l.trim()&&{name:l.trim()},password:d},o=i&&a.trim()&&{server:a.trim()};await n.redeem(e,r?{...t,...o}:{password:d}),L(H.home,{replace:!0})}),_={server:Ge(),login:t.login??``};return I`<${xe} title=${M(`link.${t.kind}.title`,_)} intro=${M(`link.${t.kind}.intro`,_)}>
    <form class="form" ...${g}>
      ${m&&I`<p class="alert" role="alert">${m}</p>`}
      ${i&&I`<${V}
          label=${M(`link.server`)}
          hint=${M(`link.server-hint`)}
          error=${h(`server`)}
          value=${a}
          onInput=${o}
          autocomplete="organization"
          maxlength=${64}
          autofocus
        />`}
      ${r?I`<${V}
              label=${M(`link.login`)}
              hint=${M(`link.login-hint`)}
              error=${h(`login`)}
              value=${s}
              onInput=${c}
              autocomplete="username"
              maxlength=${64}
              autofocus=${!i}
              required
            />
            <${V}
              label=${M(`link.name`)}
              hint=${M(`link.name-hint`)}
              error=${h(`name`)}
              value=${l}
              onInput=${u}
              autocomplete="name"
              maxlength=${100}
            />`:I`<input type="text" value=${t.login} autocomplete="username" readonly hidden />`}
      <${Re}
        label=${M(`link.password`)}
        hint=${M(`link.password-hint`)}
        error=${h(`password`)}
        value=${d}
        onInput=${f}
        autocomplete="new-password"
        autofocus=${!r}
        required
      />
      <button class="button primary" disabled=${p}>${M(p?`link.busy`:`link.${t.kind}.submit`)}</button>
    </form>
  <//>`}function mi({text:e,language:t,children:n=e}){let[r,i]=A(!1);return I`<div class="code-block">
    <div class="code-head">
      <span>${t}</span>
      ${`clipboard`in navigator&&I`<button type="button" class="code-copy" onClick=${async()=>{await navigator.clipboard.writeText(e),i(!0)}}>
          <${W} name=${r?`check`:`copy`} />${M(r?`copied`:`copy`)}
        </button>`}
    </div>
    <pre dir="ltr" tabindex="0"><code>${n}</code></pre>
  </div>`}const hi=RegExp(`\`+|[*_~]+|[[\\]]|${p.source}`,`giu`),gi=/^(?![\uFE00-\uFE0F\u20E3])[\p{L}\p{M}\p{N}]/u,_i=/^[\u0E00-\u0EFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u2E80-\uA4CF\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFFEF\u{1AFF0}-\u{1B16F}\u{20000}-\u{3FFFF}]/u,vi=/^[，。、；：！？）」』】》…—]/,yi=/^[)\]}/\\]/,bi=/^(?:$|[\s.,;:!?)\]}/\\|，。、；：！？）」』】》”’…])/,xi=/^(?:$|[\s([{/\\|（「『【《“‘])/,Si=/^(?:[([{/\\]|[-+]\d)/,Ci=/^(?:$|[\s“‘「『《，。、；：！？…—])/,wi=/^["'“‘「『《@#$¥€`[]/,Ti=/^["'”’」』》.,;:!?%…，。、；：！？`\])]/,Ei=/^(?:$|[\s”’」』》…—，。、；：！？）]|[.,;:!?)](?!["'\p{L}\p{N}]))/u,Di=/^[=\\]/;function Oi(e,t){let n=[];hi.lastIndex=0;for(let r=hi.exec(e);r&&t.left>0;r=hi.exec(e)){let e=r[0].length>6&&/^h/i.test(r[0])?je(r[0]):r[0];hi.lastIndex=r.index+e.length,n.push({at:r.index,token:e}),--t.left}return n}function ki(e,t){let n=[],r=/* @__PURE__ */ new Map;for(let i=t.length-1;i>=0;--i){let a=t[i];if(!a?.token.startsWith("`"))continue;let{at:o,token:s}=a,{length:c}=s,[l,u]=[Mi(e,o),ji(e,o+c)],d=r.get(c),f=gi.test(l)&&!_i.test(l)||Di.test(l);d&&!f&&(c===1?u.trim():e.slice(o+c,d.at).trim())&&(n[i]=d),(c>1||l.trim())&&r.set(c,a)}return n}function Ai(e,t,n,r){let[i,a]=[Mi(e,t),ji(e,n)],[o,s]=[gi.test(i),gi.test(a)];if(r){let t=Ei.test(e.slice(n,n+3));return{opens:Ci.test(i)&&(s||wi.test(a)),closes:(o||Ti.test(i))&&(t||vi.test(i)&&_i.test(a))}}let c=_i.test(i)||_i.test(a);return{opens:(c||!o)&&!bi.test(a)&&!yi.test(i),closes:(c||!s)&&!xi.test(i)&&!Si.test(e.slice(n,n+2))}}function ji(e,t){let n=e.codePointAt(t);return n===void 0?``:String.fromCodePoint(n)}function Mi(e,t){let n=/[\uDC00-\uDFFF]/.test(e[t-1]??``);return e.slice(Math.max(0,t-(n?2:1)),t)}const Ni=/[\u202A-\u202E\u2066-\u2069]/,Pi=/[\p{C}\p{Default_Ignorable_Code_Point}\u2800\u2005-\u200A\u202F\u205F]/gu,Fi=/[\s\u115F\u1160\u200B\u2800\u3164\uFFA0]{4}/,Ii=/[·•‧⋅・۔܁܂ꓸ⸳∙᛫ᐧꞏ٠۰。᠃](?=[a-z0-9])/giu,Li=/[∶ː꞉։׃]/gu,Ri=/[\\⁄∕⧸╱〳]/gu,zi=/\p{L}[\p{L}\p{N}+.-]{0,20}:\/\/|https?:|[\p{L}\p{N}]@[\p{L}\p{N}]|(?:^|[^\p{L}\p{N}])[\da-f]{0,4}::[\da-f]{0,4}(?!\p{L})|(?:[\da-f]{1,4}:){7}/iu,Bi=/(?:(?:[^\s\p{P}]|[-_]){1,63}\.)+(?=[^\s\p{P}]{0,63}\p{L})(?:[^\s\p{P}]|[-_]){2,}|\d+(?:\.\d+){3}/gu;function Vi(e,t){let{host:n,hostname:r,href:i}=new URL(t),a=e.trim();if(a===t||a===i)return le(a);if(a.toLowerCase()===n)return``;if(Ni.test(e)||Fi.test(e))return null;let o=e.replace(Pi,``).normalize(`NFKC`).replace(Pi,``);if(!o.trim())return null;let s=o.replace(Ii,`.`).replace(Li,`:`).replace(Ri,`/`);return zi.test(s)?null:(s.match(Bi)??[]).every(e=>Hi(e)===r)?n:null}function Hi(e){try{return new URL(`http://${e}`).hostname}catch{return null}}const Ui=/^[ \t]*(`{3,})([^`]*)$/,Wi=/^> \s*\S/,Gi=/^([ \t]*)([-*+•]|\d{1,9}[.)])[ \t]+(?=\S)/,Ki=/^(?: {4}|\t)/,qi=/^(?: {2}|\t)\s*\S/,Ji=/^\[([ xX])\] (?=\S)/,Yi=/^\p{Sc}?[.,]?\d/u,Xi=/\((https?:\/\/[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)/iy,Zi=/\*+|_+|~+/g,Qi=Object.freeze({"*":[`*`],"**":[`**`],"***":[`**`,`*`],_:[`_`],"~~":[`~~`]}),$i=Object.freeze({"*":`em`,"**":`strong`,_:`em`,"~~":`del`});function ea(e,t={left:Ie}){let n=new na(e,t);return n.range(0,n.lines.length,0),n.pieces}function ta(e){return ea(e).map(({shown:e,plain:t=e})=>t).join(``)}var na=class{pieces=[];lines;#e;constructor(e,t){this.lines=e.split(`
`).map(e=>({mark:``,text:e})),this.#e=t}range(e,t,n){this.#e.left-=t-e;let r=this.#n(e,t),i=e,a=e;for(;a<t&&this.#e.left>0;){let o=r[a-e];if(o===-1)break;let s=o===void 0?this.#r(a,t,n)??this.#i(a,t,r,e):o+1;s===null?a+=1:(this.#a(i,a),o===void 0?Wi.test(this.#t(a))?this.#o(a,s,n):this.#c(a,s):this.#s(a,o),i=s,a=s)}this.#a(i,a),this.#a(a,t,!0)}#t(e){return this.lines[e]?.text??``}#n(e,t){let n=[],r=/* @__PURE__ */ new Map;for(let i=t-1;i>=e;--i){let[,t,a=``]=Ui.exec(this.#t(i))??[];t&&(n[i-e]=r.get(t.length)??-1,a.trim()||r.set(t.length,i))}return n}#r(e,t,n){if(!Wi.test(this.#t(e))||n===5)return null;let r=e+1;for(;r<t&&/^>(?: |$)/.test(this.#t(r));)r+=1;return r===e+1&&Yi.test(this.#t(e).slice(2))?null:r}#i(e,t,n,r){if(!Gi.test(this.#t(e)))return null;let i=0,a=e;for(let o=e;o<t&&n[o-r]===void 0;o+=1){let e=this.#t(o);if(Gi.test(e))i+=1;else if(e.trim()&&!qi.test(e))break;e.trim()&&(a=o+1)}return i>1?a:null}#a(e,t,n=!1){if(e!==t){this.#p(``,{name:`p`});for(let r=e;r<t;r+=1)this.#u(r,r>e?`
`:``),n?this.#f(this.#t(r)):this.#h(this.#t(r));this.#m(``)}}#o(e,t,n){for(let n of this.lines.slice(e,t)){let e=n.text.startsWith(`> `)?`> `:`>`;n.mark+=e,n.text=n.text.slice(e.length)}this.#p(``,{name:`blockquote`}),this.range(e,t,n+1),this.#m(``)}#s(e,t){let n=this.#t(e);this.#u(e,``),this.#p(n,{name:`pre`,info:n.replace(/^[ \t]*`+/,``).trim()});for(let n=e+1;n<t;n+=1)this.#u(n,n>e+1?`
`:``,``),this.#f(this.#t(n));this.#u(t,``,``),this.#m(this.#t(t))}#c(e,t){let n=/^\s*\d/.test(this.#t(e)),r=this.lines.slice(e,t).every(({text:e})=>{let[t=``,,n]=Gi.exec(e)??[];return n!==`+`&&(n!==`-`||!Yi.test(e.slice(t.length)))}),i=[];this.#p(``,{name:n?`ol`:`ul`});for(let n=e;n<t;n+=1){let t=this.#t(n),a=Gi.exec(t);a&&n>e&&this.#m(``),this.#u(n,a?``:`
`),a?this.#g(this.#l(t,a,r&&a[2]===`-`,i)):this.#h(t)}this.#m(``),this.#m(``)}#l(e,[t,n=``],r,i){let a=e.slice(t.length);if(!r)return this.#p(``,{name:`li`}),this.#f(t),a;for(;i.length>0&&n.length<Number(i.at(-1));)i.pop();(i.length===0||n.length>=Number(i.at(-1))+2)&&i.push(n.length),this.#p(``,{name:`li`,level:Math.min(i.length,5)}),this.#d(t,``,`• `);let[o,s]=Ji.exec(a)??[];return o?(this.#d(o,s===` `?`☐ `:`☑ `),a.slice(o.length)):a}#u(e,t,n=`
`){e>0&&this.#d(`
`,t,t||n);let r=this.lines[e]?.mark;r&&this.#d(r,``)}#d(e,t,n=t){this.pieces.push({written:e,shown:t,plain:n})}#f(e){e&&this.pieces.push({written:e,shown:e})}#p(e,t){this.pieces.push({written:e,shown:``,enter:t})}#m(e){this.pieces.push({written:e,shown:``,leave:!0})}#h(e){Ki.test(e)?this.#f(e):this.#g(e)}#g(e){let t=this.#e.left>0?Oi(e,this.#e):[],n=ki(e,t),r=/* @__PURE__ */ new Map,i=0;for(let[a,{at:o,token:s}]of t.entries()){if(o<i)continue;this.#f(e.slice(i,o)),i=o+s.length;let t=n[a];if(t){let n=t.at;this.#p(s,{name:`code`}),this.#f(e.slice(i,n)),this.#m(s),i=n+s.length}else s===`[`&&e[o-1]!==`!`?(r.set(`[`,this.pieces.length),this.#f(s)):s===`]`?i=this.#_(e,o,r):/^[*_~]/.test(s)?this.#v(e,o,s,r):this.#f(s)}this.#f(e.slice(i))}#_(e,t,n){let r=n.get(`[`);n.delete(`[`),Xi.lastIndex=t+1;let[i=``,a=``]=r!==void 0&&Xi.exec(e)||[];if(r!==void 0&&this.#e.left>10&&O(a)){this.#e.left-=10;let e=this.pieces.slice(r+1).map(({shown:e})=>e).join(``),o=e.length>300?null:Vi(e,a);if(o!==null)return this.#y(r,{name:`a`,href:a,host:o},`]${i}`,n),t+1+i.length}return this.#f(`]`),t+1}#v(e,t,n,r){let i=n.match(Zi)??[],a=Number(r.get(`*`))>Number(r.get(`**`)),o=i.flatMap(e=>(a&&e===`***`?[`*`,`**`]:i.length<4&&Qi[e])||[``]);if(o.includes(``)||new Set(i.map(([e])=>e)).size<i.length)return this.#f(n);let{opens:s,closes:c}=Ai(e,t,t+n.length,i.every(e=>e.length===1));for(let e of o){let t=c?r.get(e):void 0;t===void 0?(s&&r.set(e,this.pieces.length),this.#f(e)):this.#y(t,{name:$i[e]??`em`},e,r)}}#y(e,t,n,r){for(let[t,n]of r)n>=e&&r.delete(t);this.pieces[e]={written:this.pieces[e]?.written??``,shown:``,enter:t},this.#m(n)}},ra=/* @__PURE__ */ G({blocks:()=>ia,plain:()=>ta});function ia(e,t){let n={...t,work:t.work??{left:2e3}},r={element:{name:`p`},reading:n,text:``,children:[]},i=[r],a=new aa,o=0;for(let{written:t,shown:s,enter:c,leave:l}of ea(n.caller?.masked??e,n.work)){a.add(s===t?e.slice(o,o+s.length):s,o),o+=t.length;let u=i.at(-1)??r;if(c||l){if(u.text+=a.text,u.children.push(...ze(a.text,a.within(u.reading))),a=new aa,c){let e=u.reading.linked||[`a`,`code`,`pre`].includes(c.name);i.push({element:c,reading:{...n,linked:e},text:``,children:[]})}else i.pop(),i.at(-1)?.children.push(oa(u.element,u.children,u.text))}}return r.children}var aa=class{text=``;#e=[];add(e,t){if(!e)return;let n=this.text.length;this.text+=e;let r=this.#e.at(-1);r&&t-r.at===n-r.from?r.to+=e.length:this.#e.push({from:n,to:n+e.length,at:t})}within(e){let{caller:t}=e;if(!t)return e;let n=this.#e,r=0,i=(e,i,a)=>{let o=i+e.length,s=[];for(;r<n.length;r+=1){let{from:c,to:l,at:u}=n[r],[d,f]=[Math.max(c,i),Math.min(l,o)];if(d<f&&s.push(...t.draw(e.slice(d-i,f-i),u+d-c,a)),l>o)break}return s};return{...e,caller:{...t,draw:i}}}};function oa({name:t,info:n=``,level:r,href:i=``,host:a},o,s){switch(t){case`a`:return e(i,o,a);case`pre`:return I`<${mi} text=${s} language=${n}>${o}<//>`;case`li`:return r?I`<li aria-level=${r}>${o}</li>`:I`<li class="typed">${o}</li>`;default:return I`<${t}>${o}<//>`}}const sa=/(?:^|[^\p{L}\p{N}._@-]|\p{Script=Han})@([^\s@]{0,30})$/u;function ca({kind:e,members:t,settings:n,role:r},i){return e===`group`?[...r!==`member`||n?.mention_all===`everybody`?[{id:`all`,name:M(`mention.all`),login:`all`}]:[],...t.filter(({id:e,login:t})=>e!==i&&t)]:[]}function la(e){return sa.exec(e)?.[1]??null}function ua(e,t,n){let r=x(t),i=({name:e,login:t})=>{let n=r(e);return n.includes(0)||r(t).includes(0)?0:n.some(e=>e>0)?1:2};return e.filter(e=>i(e)<2).sort((e,t)=>i(e)-i(t)).slice(0,n)}function da(e,t){let n=pa(e);return t.map(({start:e,end:t,id:r})=>({start:n(e),end:n(t),who:r}))}function fa(e,t){let n=[],[r,i]=[0,0],a=t=>{for(;i<t&&r<e.length;i+=1)r+=Number(e.codePointAt(r))>65535?2:1;return i===t};for(let{start:e,end:i,who:o}of t){if(!(e<i)||!a(e))return[];let t=r;if(!a(i))return[];n.push({start:t,end:r,id:o})}return n}function pa(e){let[t,n]=[0,0];return r=>{for(;t<r;n+=1)t+=Number(e.codePointAt(t))>65535?2:1;return n}}const ma={"mention.all":`everyone`,"mention.ask":`Choose …`,"mention.doubt":`{name} could be several people: nobody is mentioned.`,"mention.everybody":`Everybody in this group is mentioned.`,"mention.label":`People to mention`,"mention.left":`{name} isn’t in this group any more, and won’t be mentioned.`,"mention.me":`This is you.`,"mention.unknown":`Not in this group any more.`,"mention.who":`Who is mentioned`,"mention.without":`Send without mentioning them`,"mention.write":`Message`},ha={"mention.all":`所有人`,"mention.ask":`选择…`,"mention.doubt":`{name} 可能指多个人，目前不会提及任何人。`,"mention.everybody":`提及了群组里的所有人。`,"mention.label":`可提及的人`,"mention.left":`{name} 已不在此群组中，不会被提及。`,"mention.me":`这是您自己。`,"mention.unknown":`已不在此群组中。`,"mention.who":`提及的人`,"mention.without":`不提及对方，直接发送`,"mention.write":`发消息`};var ga=/* @__PURE__ */ G({caller:()=>Da,findNames:()=>wa,placesIn:()=>Ea,standsAlone:()=>Ta,withEverybody:()=>xa});o({en:ma,zh:ha});const _a=[ma[`mention.all`],ha[`mention.all`],`all`],va=/(?:(?!\p{Script=Han})[\p{L}\p{N}]|[.@-])_*$/u,ya=/^_*(?!\p{Script=Han})[\p{L}\p{N}]/u,ba=/[*_~`[\]()<>]/g;function xa(e){return[..._a.map(e=>({id:`all`,name:e,login:`all`})),...e]}function Sa(e){let t=/* @__PURE__ */ new Map;for(let{id:n,name:r,login:i}of e)for(let e of[r,i]){let r=e.toLowerCase();r&&t.set(r,(t.get(r)??/* @__PURE__ */ new Set).add(n))}return{people:e,byName:t,lengths:[...new Set([...t.keys()].map(e=>e.length))].sort((e,t)=>t-e)}}let Ca=Sa([]);function wa(e,t,n={left:1/0}){if(!e.includes(`@`)||t.length===0)return[];Ca.people!==t&&(Ca=Sa(t));let{byName:r,lengths:i}=Ca,a=[];for(let t=e.indexOf(`@`);t!==-1&&n.left>0;t=e.indexOf(`@`,t+1))for(let o of i){--n.left;let i=t+1+o,s=i<=e.length&&r.get(e.slice(t+1,i).toLowerCase());if(s&&Ta(e,t,i)){a.push({start:t,end:i,ids:[...s]}),t=i-1;break}}return a}function Ta(e,t,n){return va.test(e.slice(Math.max(0,t-8),t))?!1:/\p{Script=Han}/u.test(e.slice(n-1,n))||!ya.test(e.slice(n,n+8))}function Ea({text:e,mentions:t=[],spans:n=[]},r,i){return n.length>0?fa(e,n):wa(e,xa(r).filter(({id:e})=>t.includes(e)),i).flatMap(({start:e,end:t,ids:[n=``,...r]})=>r.length>0?[]:{start:e,end:t,id:n})}function Da(e,t,n,r){let i=Ea(e,t,r),a=0;return{draw:(e,r,o)=>{let s=[],c=r;for(;a<i.length;a+=1){let l=i[a];if(l.start<r)continue;if(l.end>r+e.length)break;s.push(...o(e.slice(c-r,l.start-r)));let u=l.id===`all`?`all`:t.find(({id:e})=>e===l.id)?.login;s.push(ka(l.id,e.slice(l.start-r,l.end-r),u,n)),c=l.end}return[...s,...o(e.slice(c-r))]},masked:Oa(e.text,i)}}function Oa(e,t){let n=[],r=0;for(let{start:i,end:a}of t)n.push(e.slice(r,i),e.slice(i,a).replace(ba,`x`)),r=a;return n.join(``)+e.slice(r)}function ka(e,t,n,r){let i=n=>{n.stopPropagation();let r=n.currentTarget;r.focus({preventScroll:!0}),ce.value={id:e,written:t,anchor:r.getBoundingClientRect()}};return I`<span
    class=${e===r||e===`all`?`mention me`:`mention`}
    role="button"
    tabindex="0"
    aria-haspopup="dialog"
    title=${n&&`@${n}`}
    onClick=${i}
    onKeyDown=${e=>{(e.key===`Enter`||e.key===` `)&&(e.preventDefault(),i(e))}}
  >${t}</span>`}var Aa=/* @__PURE__ */ G({MentionFailure:()=>ja});function ja({pending:{conv:e,client_id:t}}){let n=z(),r=n.conversation(e);if(!r)return null;let i=new Set([...r.members,...ca(r,n.me).filter(({id:e})=>e===`all`)].map(({id:e})=>e));return I`<button type="button" class="link-button" onClick=${()=>n.session.outbox.retry(t,e=>i.has(e))}>
    ${M(`mention.without`)}
  </button>`}function Ma(e,t,n=t.length){let r=Math.min(e.length,t.length),i=t.slice(n),a=i.length<=r&&e.endsWith(i)?i.length:0,o=0;for(;o<r-a&&e[o]===t[o];)o+=1;for(;a<r-o&&e.at(-1-a)===t.at(-1-a);)a+=1;return{start:o,end:e.length-a}}function Na({text:e,choices:t},n,r){if(e===n||t.length===0)return{text:n,choices:t};let{start:i,end:a}=Ma(e,n,r),o=n.length-e.length;return{text:n,choices:t.flatMap(e=>e.end<=i?e:e.start>=a?{...e,start:e.start+o,end:e.end+o}:[])}}function Pa(e,t){return[...e.filter(({start:e,end:n})=>n<=t.start||e>=t.end),t].sort((e,t)=>e.start-t.start)}function Fa({text:e,choices:t},n,r){let i=t.filter(e=>e.start>=n&&e.end<=r);return{text:e.slice(n,r),choices:i.map(e=>({...e,start:e.start-n,end:e.end-n}))}}function Ia({text:e,choices:t},n,r){let i=r-n.text.length;return i<0||e.slice(i,r)!==n.text?{text:e,choices:t}:{text:e,choices:n.choices.map(e=>({...e,start:e.start+i,end:e.end+i})).reduce(Pa,[...t])}}var La=class{#e=/* @__PURE__ */ new Map;note({text:e,choices:t}){if(this.#e.delete(e),this.#e.set(e,t),!(this.#e.size<=200))for(let e of this.#e.keys()){this.#e.delete(e);break}}of(e){return this.#e.get(e)}};const Ra=[`a`,`code`,`pre`];function za({text:e,choices:t},n){if(!e.includes(`@`))return{ranges:[],doubts:[]};let r=new Set(n.map(({id:e})=>e)),i=Va(e),a=({start:e,end:t})=>i.some(n=>n.start<t&&n.end>e),o=t.filter(t=>r.has(t.id)&&!a(t)&&Ta(e,t.start,t.end)),s=({start:e,end:t})=>o.every(n=>n.end<=e||n.start>=t),c=n.filter(({id:e})=>e!==`all`),l=wa(e,r.has(`all`)?xa(c):c).filter(e=>s(e)&&!a(e)),u=l.flatMap(({start:e,end:t,ids:[n=``,...r]})=>r.length>0?[]:{start:e,end:t,id:n});return{ranges:[...o,...u].sort((e,t)=>e.start-t.start),doubts:l.filter(e=>e.ids.length>1)}}function Ba(e,t){let n=ie(e.text),{ranges:r}=za(Na(Na(e,e.text.trimEnd()),n),t),i=[...new Set(r.map(({id:e})=>e))];return i.length>0?{mentions:i,spans:da(n,r.slice(0,100))}:{}}function Va(e){let t=[],n=[],r=0;for(let{written:i,enter:a,leave:o}of ea(e)){let e=r;r+=i.length,a&&n.push(Ra.includes(a.name));let s=t.at(-1);n.includes(!0)&&(s?.end===e?s.end=r:t.push({start:e,end:r})),o&&n.pop()}r=0;for(let n of se(e))n.address&&t.push({start:r,end:r+n.text.length}),r+=n.text.length;return t}var Ha=/* @__PURE__ */ G({Mentions:()=>Ya,mentionedBy:()=>Ja});const Ua=/* @__PURE__ */ new WeakMap;let Wa=null;function Ga({chat:e,conversation:t,intent:n}){return n.kind===`edit`?Ua.get(n)??{text:n.text,choices:Ea(n,t.members)}:e.drafts.chosen(t.id)}function Ka({chat:e,conversation:t,intent:n},r){n.kind===`edit`?Ua.set(n,r):e.drafts.choose(t.id,r)}function qa({chat:e,conversation:t,intent:n}){let r=n.kind===`edit`&&n.mentions?.includes(`all`)?{...t.settings,mention_all:`everybody`}:t.settings;return ca({...t,settings:r},e.me)}function Ja(e,t){let{conversation:n,intent:r}=e,i=Na(Ga(e),t),a=r.kind===`edit`?Ea(r,n.members):[];return{isOther:JSON.stringify(i.choices)!==JSON.stringify(a),called:Ba(i,qa(e))}}function Ya({conversation:e,intent:t,typed:n,input:r,replace:a}){let o={chat:z(),conversation:e,intent:t},s=f(),c=_(new La),[l,u]=A(()=>r.current?.selectionEnd??0),[d,p]=A(0),[m,h]=A(-1),[v,y]=A(null),b=i(()=>qa(o),[e,t]),x=Na(Ga(o),n),{doubts:S}=za(x,b),C=l<=n.length?la(n.slice(0,l)):null;C!==null&&g();let w=v?.start??(C===null?-1:l-C.length-1),ee=v?.end??l,T=v?b.filter(({id:e})=>v.ids.includes(e)):C===null||w===m||x.choices.some(e=>e.start===w)?[]:ua(b,C,6),E=Math.min(d,T.length-1),O=T.length>0,k=()=>{let e=r.current?.selectionEnd??0;e!==l&&(u(e),p(0),y(null))},j=e=>{Ka(o,e),c.current.note(e)},te=({id:e,name:t})=>{c.current.note(x);let r=`@${t}${v||/^\s/.test(n.slice(ee))?``:` `}`;y(null),a(w,ee,r);let i=Na(x,n.slice(0,w)+r+n.slice(ee),w+r.length);j({...i,choices:Pa(i.choices,{start:w,end:w+1+t.length,id:e})})},ne=e=>{let t=T[E];if(t&&!e.isComposing&&e.keyCode!==229){if(e.key===`ArrowDown`)p((E+1)%T.length);else if(e.key===`ArrowUp`)p((E+T.length-1)%T.length);else if(e.key===`Enter`||e.key===`Tab`)te(t);else if(e.key===`Escape`)h(w),y(null);else return;e.preventDefault(),e.stopImmediatePropagation()}},re=({inputType:e=``})=>{let{value:t,selectionEnd:n}=r.current,i=Ga(o);c.current.note(i);let a=e.startsWith(`history`)?c.current.of(t):void 0,s=a?{text:t,choices:a}:Na(i,t,n);j(Wa&&/^insertFrom(Paste|Drop)$/.test(e)?Ia(s,Wa,n):s),k()},ie=()=>{let{value:e,selectionStart:t,selectionEnd:n}=r.current;Wa=Fa(Na(Ga(o),e),t,n)};Xa(r,{keydown:ne,input:re,copy:ie,cut:ie,keyup:k,click:k}),D(()=>{let e=r.current;if(e&&O)return e.setAttribute(`aria-autocomplete`,`list`),e.setAttribute(`aria-controls`,s),e.setAttribute(`aria-activedescendant`,`${s}-${E}`),()=>{for(let t of[`autocomplete`,`controls`,`activedescendant`])e.removeAttribute(`aria-${t}`)}},[O,E]);let[N]=S,P=x.choices.filter(({id:e})=>e!==`all`&&!b.some(t=>t.id===e)),ae=[...new Set(P.map(({start:e,end:t})=>n.slice(e,t)))];return I`${O&&I`<${Za} id=${s} offered=${T} at=${E} onPick=${te} />`}
    ${N&&!O&&I`<p class="mention-doubt" role="status">
        <span dir="auto">${M(`mention.doubt`,{name:n.slice(N.start,N.end)})}</span>${` `}
        <button
          type="button"
          class="link-button"
          onClick=${()=>{r.current?.focus(),y(N),p(0)}}
        >
          ${M(`mention.ask`)}
        </button>
      </p>`}
    ${ae.length>0&&!O&&I`<p class="mention-doubt" role="status">
        ${ae.map(e=>I`<span key=${e} dir="auto">${M(`mention.left`,{name:e})}</span>`)}
      </p>`}`}function Xa(e,t){let n=_(t);n.current=t,D(()=>{let r=e.current,i=e=>n.current[e.type]?.(e);for(let e of Object.keys(t))r?.addEventListener(e,i,!0);return()=>{for(let e of Object.keys(t))r?.removeEventListener(e,i,!0)}},[])}function Za({id:e,offered:t,at:n,onPick:r}){return I`<ul id=${e} class="mention-list" role="listbox" aria-label=${M(`mention.label`)}>
    ${t.map((t,i)=>I`<li
        key=${t.id}
        id=${`${e}-${i}`}
        role="option"
        aria-selected=${i===n}
        onMouseDown=${e=>{e.preventDefault(),r(t)}}
      >
        ${t.id===`all`?I`<span class="avatar plain small" aria-hidden="true"><${W} name="group" /></span>`:I`<${k} id=${t.id} name=${t.name} avatar=${t.avatar} size="small" />`}
        <bdi>${t.name}</bdi>${t.id!==`all`&&I`<span class="mention-login">@${t.login}</span>`}
      </li>`)}
  </ul>`}var Qa=/* @__PURE__ */ G({MessageMenu:()=>$a});function $a({conversation:e,row:t,canReply:n,onReply:r,onClose:i}){let{session:a,me:o}=z(),[s,c]=A(`menu`),{id:l}=e,{message:u}=t;return lt(()=>c(`menu`),s!==`menu`),eo(s===`menu`),s===`text`?I`<${ro} text=${t.text} />`:u?s===`readers`?I`<${io} conversation=${e} message=${u} />`:s===`emoji`?I`<${ke} onPick=${e=>{B(a.react(l,u.seq,e,!0)),i()}} />`:s===`recall`?I`<div class="confirm">
      <p>${M(m(u)&&u.sender===o?`recall.ask`:`recall.ask-other`)}</p>
      <div class="confirm-buttons">
        <button type="button" class="button quiet" ref=${ue} onClick=${i}>${M(`cancel`)}</button>
        <button type="button" class="button danger" onClick=${()=>{B(a.recall(l,u.seq)),i()}}>${M(`message.recall`)}</button>
      </div>
    </div>`:I`<${to} conv=${l} message=${u} onMore=${()=>c(`emoji`)} onClose=${i} />
    <${no} conversation=${e} row=${t} canReply=${n} onReply=${r} onPage=${c} onClose=${i} />`:I`<${no} conversation=${e} row=${t} onPage=${c} onClose=${i} />`}function eo(e){let t=_(e);w(()=>{e&&!t.current&&ue(document.querySelector(`dialog[open] .menu-item`)),t.current=e},[e])}function to({conv:e,message:t,onMore:n,onClose:r}){let{session:i,me:a}=z();return I`<div class="quick-reactions" role="group" aria-label=${M(`message.react`)}>
    ${Rn(6).map(n=>{let o=t.reactions?.[n]?.includes(a)??!1;return I`<button
        type="button"
        key=${n}
        aria-pressed=${o}
        aria-label=${M(`message.react-with`,{emoji:n})}
        onClick=${()=>{B(i.react(e,t.seq,n,!o)),r()}}
      >
        ${n}
      </button>`})}
    <button type="button" aria-label=${M(`emoji.more`)} title=${M(`emoji.more`)} onClick=${n}><${W} name="smile" /></button>
  </div>`}function no({conversation:e,row:{text:t,message:n,pending:r},canReply:i=!1,onReply:a=()=>{},onPage:o,onClose:s}){let{session:c,me:l,intents:u}=z(),{id:d,kind:f,role:p}=e,h=n!==null&&m(n)&&n.sender===l,g=f===`group`&&p!==`member`,_=n!==null&&(e.pins?.includes(n.seq)??!1),v=n&&(g&&m(n)||h&&Date.now()-n.ts<9e5),y=e=>()=>{e(),s()};return I`<ul class="menu">
    ${i&&I`<${Q} icon="reply" label=${M(`message.reply`)} keys="R" onClick=${y(a)} />`}
    ${(h||r&&!r.failed)&&I`<${Q} icon="edit" label=${M(`message.edit`)} keys=${n&&`E`} onClick=${y(()=>u.edit(d,n??{seq:r?.client_id??``,text:t,mentions:r?.mentions,spans:r?.spans}))} />`}
    ${t&&`clipboard`in navigator&&I`<${Q} icon="copy" label=${M(`message.copy`)} keys=${n&&`C`} onClick=${y(async()=>{await navigator.clipboard.writeText(t),ye(M(`copied`))})} />`}
    ${t&&!We()&&I`<${Q} icon="menu" label=${M(`message.select`)} onClick=${()=>o(`text`)} />`}
    ${n&&(f===`direct`||g)&&(_||m(n))&&I`<${Q}
      icon="pin"
      label=${M(_?`message.unpin`:`message.pin`)}
      onClick=${y(()=>B(c.pin(d,n.seq,!_)))}
    />`}
    ${h&&I`<${Q} icon="checks" label=${M(`message.readers`)} onClick=${()=>o(`readers`)} />`}
    ${v&&I`<${Q} icon="trash" danger label=${M(`message.recall`)} onClick=${()=>o(`recall`)} />`}
    ${r&&I`<${Q} icon="trash" danger label=${M(`message.discard`)} onClick=${y(()=>c.recall(d,r.client_id))} />`}
  </ul>`}function ro({text:e}){let t=_(null);return w(()=>{t.current&&(t.current.focus(),getSelection()?.selectAllChildren(t.current))},[]),I`<p class="whole-text" ref=${t} tabindex="-1" dir="auto">${e}</p>`}function Q({icon:e,label:t,keys:n,danger:r=!1,onClick:i}){return I`<li>
    <button type="button" class=${r?`menu-item danger`:`menu-item`} onClick=${i}>
      <${W} name=${e} /><span>${t}</span>${n&&I`<kbd aria-hidden="true">${n}</kbd>`}
    </button>
  </li>`}function io({conversation:e,message:t}){let{id:n}=e,r=z().conversation(n)??e,{read:i,delivered:a,waiting:o}=l(r,t.sender,t.seq);return I`<div class="readers" ref=${ue} tabindex="-1">
    ${[[`readers.read`,i],[`readers.delivered`,a],[`readers.waiting`,o]].map(([e,t])=>t.length>0&&I`<section key=${e}>
        <h2>${M(e)}</h2>
        <ul>
          ${t.map(({id:e,name:t,login:n,avatar:i})=>I`<li key=${e}>
            <${k} id=${e} name=${t} avatar=${i} size="small" />
            <span><bdi>${t}</bdi>${r.members.some(n=>n.name===t&&n.id!==e)&&I` <span class="row-sub">@${n}</span>`}</span>
          </li>`)}
        </ul>
      </section>`)}
  </div>`}var ao=/* @__PURE__ */ G({Missing:()=>oo});function oo({name:e}){return I`<div class="pane-empty" role=${e===null?void 0:`alert`}>
    <h1>${e===null?M(`conversation.missing`):M(`conversation.gone`,{name:e})}</h1>
    <a class="button quiet" href=${H.home}>${M(`conversation.to-list`)}</a>
  </div>`}var so=/* @__PURE__ */ G({NewChat:()=>co});function co(){let{api:e}=R(),{session:t,me:n}=z(),{busy:r,error:i,run:a}=U(async n=>{let r=await e.direct(n.id);t.learn(r),L(H.conversation(r.id),{replace:!0})});return I`<${J} title=${M(`new.title`)} back=${H.home}>
    <a class="row accent" href=${H.group}>
      <span class="avatar plain"><${W} name="group" /></span>
      <span class="row-main"><span class="row-title">${M(`group.new`)}</span></span>
    </a>
    ${i&&I`<p class="alert" role="alert">${c(i)}</p>`}
    <${et} label=${M(`people.search`)} without=${[n]} busy=${r} autofocus onPick=${a} />
  <//>`}var lo=/* @__PURE__ */ G({NewGroup:()=>uo});function uo(){let{api:e}=R(),{session:t,me:n}=z(),[r,a]=A(``),[o,s]=A([]),l=o.map(({id:e})=>e),d=i(b,[r.trim(),l.join()]),f=e=>s(l.includes(e.id)?o.filter(({id:t})=>t!==e.id):[...o,e]),{busy:p,error:m,run:h}=U(async()=>{let n=await e.group(r.trim(),l,d);t.learn(n),L(H.conversation(n.id),{replace:!0})}),g=I`<button type="submit" form="new-group" class="button primary" disabled=${p||!r.trim()}>
    ${o.length===0?M(`group.create-empty`):u(`group.create`,o.length)}
  </button>`;return I`<${J} title=${M(`group.new`)} back=${H.new} footer=${g}>
    <form
      id="new-group"
      class="form inset"
      onSubmit=${e=>{e.preventDefault(),h()}}
    >
      ${m&&I`<p class="alert" role="alert">${c(m)}</p>`}
      <${V} label=${M(`group.title`)} value=${r} onInput=${a} maxlength=${100} autofocus required />
      ${o.length>0&&I`<ul class="chips" aria-label=${M(`group.chosen`)}>
        ${o.map(e=>I`<li key=${e.id}>
            <button
              type="button"
              class="chip"
              aria-label=${M(`group.unpick`,{name:e.name})}
              onClick=${()=>f(e)}
            >
              <bdi>${e.name}</bdi><${W} name="close" />
            </button>
          </li>`)}
      </ul>`}
    </form>
    <${et} label=${M(`people.search`)} without=${[n]} chosen=${l} onPick=${f} />
  <//>`}var fo=/* @__PURE__ */ G({NoComposer:()=>po});function po({conversation:e,why:t}){let{me:n}=z(),{api:r}=R(),i=Te(e,n),[a,o]=A(!1);return I`<div class="no-composer" role="note">
    <p>${M(`composer.why.${t}`)}</p>
    ${t===`blocked`&&I`<button type="button" class="button quiet" disabled=${a} onClick=${async()=>{o(!0),i&&await B(r.block(i.id,!1)),o(!1)}}>${M(`block.off`)}</button>`}
  </div>`}var mo=/* @__PURE__ */ G({NothingOpen:()=>ho});function ho(){let{conversations:e}=z();return I`<div class="pane-empty">
    <${W} name="talk" />
    <p>${M(e.value.length>0?`conversation.none`:`conversation.none-yet`)}</p>
  </div>`}o({en:{"notice.several.one":`{count} new message`,"notice.several.other":`{count} new messages`,"notices.blocked":`The browser blocks notifications of this chat. To allow them, press the sign beside the address, or open the settings of the app, and look for notifications.`,"notices.home-screen":`On an iPhone or iPad, put the chat on the home screen first: press Share, then Add to Home Screen. Open it from there and switch notifications on.`,"notices.insecure":`Browsers notify over HTTPS only. Open the chat at its https:// address, or ask who runs the server.`,"notices.off":`This device doesn’t tell you of new messages.`,"notices.on":`This device tells you of new messages, also while the chat is closed.`,"notices.page":`While the chat is open only: the browser can’t be woken. That takes the internet, and a certificate that this device trusts.`,"notices.unable":`This browser can’t notify you. Use a newer one, or another.`,"notices.waiting":`While the chat is open. Also while it is closed, as soon as the server is reached.`,"offer.accept":`Turn on`,"offer.decline":`No, thanks`,"offer.later":`You can turn notifications on in the menu at any time.`,"offer.text":`Be told of new messages, also while the chat is closed?`,"settings.notify":`Notifications`},zh:{"notice.several.one":`{count} 条新消息`,"notice.several.other":`{count} 条新消息`,"notices.blocked":`浏览器已禁止此聊天的通知。如需开启，请点按地址栏旁的图标，或打开应用的系统设置，找到“通知”并允许。`,"notices.home-screen":`在 iPhone 或 iPad 上，请先点按“共享”，再选择“添加到主屏幕”，然后从主屏幕打开聊天并开启通知。`,"notices.insecure":`浏览器只在 HTTPS 下提供通知。请用 https:// 开头的地址打开聊天，或联系服务器管理员。`,"notices.off":`此设备不会提醒您有新消息。`,"notices.on":`有新消息时，此设备会提醒您，聊天关闭时也会。`,"notices.page":`仅在聊天打开时提醒：浏览器无法在后台接收通知。后台通知需要连接互联网，并且此设备信任服务器的证书。`,"notices.unable":`此浏览器不支持通知，请更新浏览器或换用其他浏览器。`,"notices.waiting":`目前仅在聊天打开时提醒。连上服务器后，聊天关闭时也会提醒。`,"offer.accept":`开启`,"offer.decline":`不用了`,"offer.later":`您随时可以在菜单中开启通知。`,"offer.text":`聊天关闭时，也要接收新消息通知吗？`,"settings.notify":`通知`}});const go=`imnode-notices`,_o=`/notices.json`;async function vo(e){await(await caches.open(go)).put(_o,new Response(JSON.stringify(e)))}async function yo(){let e=await globalThis.caches?.match(_o,{cacheName:go});return e?e.json():null}async function bo(){await globalThis.caches?.delete(go)}const xo=`imnode.push-ended`;var So=class{#e;#t;#n;#r=0;constructor({registration:e,request:t,marks:n}){this.#e=e,this.#t=t,this.#n=n}async open(){let e=this.#r,t=(await this.#e())?.pushManager;if(!t)return`page`;let n;try{({key:n}=await this.#t(`GET`,`/push/key`))}catch{return`waiting`}if(e!==this.#r)return`waiting`;let r;try{r=await this.#i(t,n)}catch{return`page`}if(e!==this.#r)return await r.unsubscribe(),`waiting`;try{await this.#t(`POST`,`/push/subscriptions`,{body:r.toJSON()})}catch{return`waiting`}return`on`}async end(){this.#r+=1;let e=await(await this.#e())?.pushManager?.getSubscription();e&&(this.#o(e.endpoint),await e.unsubscribe())}async forget(){await this.end(),this.#n.removeItem(xo)}async settle(){for(let e of this.#a()){try{await this.#t(`DELETE`,`/push/subscriptions`,{body:{endpoint:e}})}catch(e){if(F(e).retry)return}this.#s(this.#a().filter(t=>t!==e))}}async#i(e,t){let n=Co(t),r=await e.getSubscription();return r&&wo(n,r.options.applicationServerKey)?r:(r&&(this.#o(r.endpoint),await r.unsubscribe()),e.subscribe({userVisibleOnly:!0,applicationServerKey:n}))}#a(){try{return JSON.parse(this.#n.getItem(xo)??`[]`)}catch{return[]}}#o(e){this.#s([...this.#a().filter(t=>t!==e),e])}#s(e){e.length>0?this.#n.setItem(xo,JSON.stringify(e)):this.#n.removeItem(xo)}};function Co(e){return Uint8Array.from(atob(e.replaceAll(`-`,`+`).replaceAll(`_`,`/`)),e=>e.charCodeAt(0))}function wo(e,t){let n=new Uint8Array(t??[]);return e.length===n.length&&e.every((e,t)=>e===n[t])}const To=`imnode.notify`,Eo=`imnode.notify-offered`,Do=`imnode.notify-later`,$=we(!1),Oo=we(`default`),ko=we(`waiting`),Ao=we(!1),jo=we(`unable`);let Mo;const No=n(()=>Po(jo.value,Oo.value,$.value,ko.value));function Po(e,t,n,r){return e===`able`?t===`denied`?`blocked`:n&&t===`granted`?r:`off`:e}function Fo({isSecureContext:e,Notification:t,navigator:{userAgent:n,maxTouchPoints:r}}){return e?t?`able`:/iPhone|iPad|iPod/.test(n)||/Macintosh/.test(n)&&r>1?`home-screen`:`unable`:`insecure`}function Io(e){if(jo.value=Fo(window),jo.value!==`able`)return;Oo.value=Notification.permission,$.value=localStorage.getItem(To)===`on`,Mo=new So({registration:Jo,request:e.api.request.bind(e.api),marks:localStorage}),Jo().then(e=>{Ao.value=!!e?.pushManager}),window.addEventListener(`storage`,({key:e,newValue:t})=>{e===To&&($.value=t===`on`)});let t=()=>{Oo.value=Notification.permission};window.addEventListener(`focus`,t),navigator.permissions?.query({name:`notifications`}).then(e=>{e.onchange=t},()=>{}),navigator.serviceWorker?.addEventListener(`message`,({data:t})=>{t?.subscription&&Ro(e)}),Lo(e),zo(e)}function Lo(e){let t;C(()=>{let n=e.chat.value;n&&(t=n.me),ko.value=`waiting`}),C(()=>{e.phase.value===`signed-out`&&qo(t)}),C(()=>{let t=e.chat.value;t&&t.state.value===`live`&&($.value&&Oo.value===`granted`&&ko.peek()!==`on`?Ro(e):Mo.settle())}),C(()=>{let t={user:e.chat.value?.me??``,language:te.value};t.user&&$.value&&Oo.value===`granted`&&vo(t).catch(()=>{})})}async function Ro(e){let t=e.chat.peek();if(!t||!$.peek())return;await Mo.settle();let n=await Mo.open();e.chat.peek()===t&&(ko.value=n)}function zo(e){C(()=>{let t=e.chat.value,n=t&&t.written.value>0&&t.pending.value.length===0,r=t?.state.value===`live`&&(n||matchMedia(`(display-mode: standalone)`).matches),i=de.value||e.reused.value;r&&!i&&Ao.value&&No.value===`off`&&!Vo()&&Bo(),t&&No.value===`off`||(De.value=null)})}async function Bo(){let[{PushOffer:e}]=await Promise.all([Promise.resolve().then(()=>us),Se(new URL(`./later.css`,import.meta.url).href)]);No.peek()===`off`&&!Vo()&&(De.value=e)}function Vo(){return localStorage.getItem(To)!==null||localStorage.getItem(Eo)!==null||Date.now()<Number(localStorage.getItem(Do))}function Ho(){localStorage.setItem(Eo,`1`),De.value=null}function Uo(){localStorage.setItem(Do,String(Date.now()+864e5)),De.value=null}async function Wo(){return Oo.value=await Notification.requestPermission(),Oo.value===`granted`&&(Ko(!0),!0)}async function Go(){Ko(!1),ko.value=`waiting`,await Promise.all([Mo.end(),bo(),Yo()]),await Mo.settle()}function Ko(e){localStorage.setItem(To,e?`on`:`off`),$.value=e}async function qo(e){let t=await yo().catch(()=>null);e&&t&&t.user!==e||(localStorage.removeItem(To),$.value=!1,await Promise.all([Mo.forget(),bo(),Yo()]).catch(()=>{}))}async function Jo(){let{serviceWorker:e}=navigator;if(document.readyState!==`complete`&&await new Promise(e=>window.addEventListener(`load`,e)),!await e?.register(`sw.js`).catch(()=>e.getRegistration()))return null;let t=new Promise(e=>setTimeout(()=>e(null),6e4));return Promise.race([e.ready,t])}async function Yo(){let e=await navigator.serviceWorker?.getRegistration();for(let t of await e?.getNotifications()??[])t.close()}var Xo=/* @__PURE__ */ G({startNotifier:()=>Qo});const Zo=/* @__PURE__ */ new Map;function Qo(e){Io(e);let t=null;C(()=>{let n=e.chat.value,r=n?.arrived.value??null;if(!n||!r||r===t)return;t=r;let i=n.session.conversations.get(r.conv),a=Ue.peek(),o=Pe.peek()&&`id`in a&&a.id===r.conv;i&&!o&&$.peek()&&!n.blocked.peek().has(r.message.sender)&&Ce(i,r.message,n.me,Date.now())&&ns(n,i,r.message)});let n=-1,r=()=>{let t=e.chat.value?.conversations.value??[],r=Date.now(),i=t.reduce((e,t)=>e+(S(t,r)?0:t.unread??0),0);i!==n&&`setAppBadge`in navigator&&(n=i,(i>0?navigator.setAppBadge(i):navigator.clearAppBadge()).catch(()=>{}))};C(r),navigator.serviceWorker?.addEventListener(`message`,({data:e})=>{e?.notice&&(n=-1,r())}),$o(e)}function $o(e){let t=``,n=0,r=()=>{clearTimeout(n),n=0;let t=e.chat.peek();t&&ts(t)};C(()=>{let i=e.chat.value;if(i||es(),!i?.ready.value)return;let a=i.conversations.value.map(e=>`${e.id} ${e.read}`).sort().join();a!==t&&(n||=setTimeout(r,200)),t=a});let i=()=>{n&&r()};document.addEventListener(`visibilitychange`,i),window.addEventListener(`pagehide`,i),navigator.serviceWorker?.addEventListener(`message`,({data:t})=>{let n=e.chat.peek();t?.notice&&n&&ts(n)})}function es(){for(let e of Zo.values())e.close();Zo.clear()}async function ts(e){let t=await navigator.serviceWorker?.getRegistration();for(let n of[...await t?.getNotifications()??[],...Zo.values()]){let{conv:t,seq:r}=n.data??{},i=e.session.conversations.get(t);(i?(i.read??0)<r:t&&e.state.peek()!==`live`)||(n.close(),Zo.delete(t))}}async function ns(e,t,n){if(!(`Notification`in globalThis)||Notification.permission!==`granted`)return;let r=e.session.conversations.person(n.sender)?.name??M(`person.unknown`);await v();let i=Ve(n).slice(0,180),a=t.kind===`group`&&m(n)?M(`announcer.message`,{name:r,text:i}):i,{id:o,unread:s=1}=t,c=[ee(t,e.me),Ze.value].filter(Boolean).join(` · `),l={body:s>1?`${a}\n${u(`notice.several`,s)}`:a,tag:o,renotify:!0,icon:`icon-192.png`,data:{path:H.conversation(o),conv:o,seq:n.seq,unread:s}},d=await navigator.serviceWorker?.getRegistration();if(d?.active){let[e]=await d.getNotifications({tag:o});if(e?.data?.seq>=n.seq)return;await d.showNotification(c,l)}else{let e=new Notification(c,l);Zo.set(o,e),e.onclick=()=>{window.focus(),L(l.data.path),e.close()}}(e.session.conversations.get(o)?.read??0)>=n.seq&&await ts(e)}var rs=/* @__PURE__ */ G({PersonCard:()=>is});function is({conversation:e}){if(!ce.value)return null;let{id:t,written:n,anchor:r}=ce.value,i=()=>{ce.value=null};return I`<${pe} label=${M(`mention.who`)} anchor=${r} kind="person-card" onClose=${i}>
    ${t===`all`?I`<div class="person-head">
            <span class="avatar plain" aria-hidden="true"><${W} name="group" /></span>
            <p>${M(`mention.everybody`)}</p>
          </div>`:I`<${as} conversation=${e} id=${t} written=${n} onClose=${i} />`}
  <//>`}function as({conversation:e,id:t,written:n,onClose:r}){let i=z(),{api:a}=R(),o=e.members.find(e=>e.id===t),s=o??i.person(t),c=s?.name??n.slice(1),l=!o&&(e.member_count??0)<=e.members.length;return I`<div class="person-head">
      <${k} id=${t} name=${c} avatar=${s?.avatar} online=${i.people.online.value.has(t)} />
      <p class="row-main">
        <span class="row-title"><bdi>${c}</bdi></span>
        ${s?.login&&I`<span class="row-sub">@${s.login}</span>`}
        ${t===i.me&&I`<span class="row-sub">${M(`mention.me`)}</span>`}
        ${l&&I`<span class="row-sub">${M(`mention.unknown`)}</span>`}
      </p>
    </div>
    ${t!==i.me&&s?.login&&I`<button type="button" class="button primary" onClick=${async()=>{r();let e=a.direct(t).then(e=>{i.session.learn(e),L(H.conversation(e.id))});await B(e)}}>
      <${W} name="talk" />${M(`mention.write`)}
    </button>`}`}var os=/* @__PURE__ */ G({PinBar:()=>ss});function ss({conversation:{id:e,pins:t=[]}}){let[n,r]=A(0),i=t.length-1-n%Math.max(1,t.length),a=t[i];if(a===void 0)return null;let o=t.length>1?M(`pins.of`,{number:i+1,count:t.length}):M(`pins.single`);return I`<button
    type="button"
    class="pin-bar"
    onClick=${()=>{fe(e,a),r(n+1)}}
  >
    <${W} name="pin" />
    <span class="pin-main"><span class="pin-label">${o}</span><${be} key=${a} conv=${e} seq=${a} /></span>
  </button>`}var cs=/* @__PURE__ */ G({startPresses:()=>ls});function ls(e){let t=null,n=!1,r=()=>{t&&clearTimeout(t.timer),t=null};e.addEventListener(`pointerdown`,({target:e,pointerType:i,isPrimary:a,clientX:o,clientY:s})=>{r(),n=!1,i===`touch`&&a&&(t={timer:setTimeout(()=>{let t=new MouseEvent(`contextmenu`,{bubbles:!0,cancelable:!0,clientX:o,clientY:s});n=!e.dispatchEvent(t),r()},450),x:o,y:s})},!0),e.addEventListener(`pointermove`,({clientX:e,clientY:n})=>{t&&Math.hypot(e-t.x,n-t.y)>8&&r()},!0);for(let t of[`pointerup`,`pointercancel`,`scroll`])e.addEventListener(t,r,!0);e.addEventListener(`contextmenu`,e=>{e.isTrusted&&n&&(e.preventDefault(),e.stopPropagation())},!0),e.addEventListener(`contextmenu`,e=>{e.isTrusted&&t&&(n=e.defaultPrevented),r()}),e.addEventListener(`touchend`,e=>n&&e.cancelable&&e.preventDefault(),{passive:!1})}var us=/* @__PURE__ */ G({PushOffer:()=>ds});function ds(){return w(()=>(document.documentElement.dataset.offer=``,()=>{delete document.documentElement.dataset.offer}),[]),I`<div class="offer" role="region" aria-label=${M(`settings.notify`)}>
    <p class="offer-text">${M(`offer.text`)}</p>
    <span class="offer-buttons">
      <button type="button" class="button primary small" onClick=${async()=>{let e=await Wo().catch(()=>!1),t=No.peek()===`blocked`;e||ye(M(t?`notices.blocked`:`offer.later`)),e||t?Ho():Uo()}}>${M(`offer.accept`)}</button>
      <button type="button" class="button quiet small" onClick=${()=>{ye(M(`offer.later`)),Ho()}}>${M(`offer.decline`)}</button>
    </span>
  </div>`}const fs={"avatar.change":`Change your picture`,"avatar.own":`Your picture`,"devices.end":`Sign out {device}`,"devices.intro":`You are signed in on these devices. Sign out those you don’t know or don’t use any more.`,"devices.seen":`Last seen: {time}`,"devices.this":`This device`,"devices.unnamed":`Unnamed device`,logout:`Sign out`,"logout.anyway":`Sign out and delete them`,"logout.unsent.one":`{count} message or change hasn’t been sent yet and would be lost.`,"logout.unsent.other":`{count} messages or changes haven’t been sent yet and would be lost.`,"name.hint":`What others see.`,"password.change":`Change the password`,"password.changed":`The password was changed.`,"password.old":`Present password`,"password.others":`Your other devices will be signed out.`,"password.wrong":`This is not your present password.`,save:`Save`,"settings.devices":`Devices`,"settings.name":`Name`,"settings.password":`Password`,"settings.text":`Text size`,"settings.theme":`Appearance`,"text.huge":`Largest`,"text.large":`Larger`,"text.normal":`Normal`,"theme.auto":`Automatic`,"theme.dark":`Dark`,"theme.light":`Light`},ps={"avatar.change":`更换头像`,"avatar.own":`我的头像`,"devices.end":`将 {device} 退出登录`,"devices.intro":`您在以下设备上登录。请将不认识或不再使用的设备退出登录。`,"devices.seen":`上次使用：{time}`,"devices.this":`当前设备`,"devices.unnamed":`未命名设备`,logout:`退出登录`,"logout.anyway":`删除并退出登录`,"logout.unsent.one":`有 {count} 条消息或更改尚未发送，退出后将丢失。`,"logout.unsent.other":`有 {count} 条消息或更改尚未发送，退出后将丢失。`,"name.hint":`其他人看到的名字。`,"password.change":`修改密码`,"password.changed":`密码已修改。`,"password.old":`当前密码`,"password.others":`您的其他设备将退出登录。`,"password.wrong":`当前密码不正确。`,save:`保存`,"settings.devices":`设备`,"settings.name":`姓名`,"settings.password":`密码`,"settings.text":`文字大小`,"settings.theme":`外观`,"text.huge":`最大`,"text.large":`较大`,"text.normal":`标准`,"theme.auto":`跟随系统`,"theme.dark":`深色`,"theme.light":`浅色`};var ms=/* @__PURE__ */ G({ReuseNote:()=>hs});o({en:fs,zh:ps});function hs({reuse:{device:e,at:t}}){let n=R();return I`<div class="update-place" role="alert">
    <div class="update-note wide">
      <span>${M(`reuse.ended`,{device:e||M(`devices.unnamed`),time:E(t)})}<br />${M(`reuse.advice`)}</span>
      <a class="link-button" href=${H.password} onClick=${()=>n.takeNote()}>${M(`password.change`)}</a>
      <button type="button" class="link-button" onClick=${()=>n.takeNote()}>${M(`close`)}</button>
    </div>
  </div>`}var gs=/* @__PURE__ */ G({SearchResults:()=>_s});function _s({query:e,hasChats:t,onDone:n}){let r=z(),{api:a}=R(),o=Je(),[l,u]=A(null),[f,p]=A(``),[m,h]=A(null),[g,_]=A(null),v=i(()=>fn(e),[e]);lt(n),vs(),w(()=>{let t=!0,n=setTimeout(()=>a.search({q:e.trim()}).then(n=>{t&&(u(n.results),h(n.before),_(null),p(e))},n=>{t&&(_(F(n)),p(e))}),300);return()=>{t=!1,clearTimeout(n)}},[e]);let y=async()=>{let t=await a.search({q:e.trim(),before:m??void 0});u([...l??[],...t.results]),h(t.before)},b=l?.filter(({conv:e})=>r.conversation(e))??[];return l&&b.length===0&&m===null&&!g&&!t?I`<section class="results" aria-label=${M(`find.none`)}><${ys} query=${f.trim()} onDone=${n} /></section>`:I`<section class="results" aria-label=${M(`search.messages`)} aria-busy=${f!==e}>
    <h2 class="section-title">${M(`search.messages`)}</h2>
    ${g&&I`<p class="alert" role="alert">${c(g)}</p>`}
    <ul class="rows" data-choices>
      ${b.map(({conv:e,message:t})=>{let n=r.conversation(e),i=s(n,r.me),a=t.sender===r.me?M(`list.you`):r.person(t.sender)?.name;return I`<li key=${`${e} ${t.seq}`}>
          <a
            class="row"
            href=${H.conversation(e)}
            onClick=${n=>{n.preventDefault(),fe(e,t.seq,v)}}
          >
            <${k} ...${i} size="small" />
            <span class="row-main">
              <span class="row-line">
                <span class="row-title"><bdi>${i.name}</bdi></span>
                <time class="row-time" datetime=${new Date(t.ts).toISOString()}>${d(t.ts,o)}</time>
              </span>
              <span class="row-sub result-text">
                ${a&&I`<span class="row-from">${M(`list.from`,{name:a})}</span>`}
                ${ze(bs(ge(t.text),v),{find:v,linked:!0})}
              </span>
            </span>
          </a>
        </li>`})}
    </ul>
    ${l&&b.length===0&&I`<p class="empty-note" role="status">${M(`search.no-messages`,{query:f.trim()})}</p>`}
    ${m!==null&&I`<div class="inset"><button type="button" class="button quiet" onClick=${y}>${M(`people.more`)}</button></div>`}
    <div class="inset"><button type="button" class="link-button" onClick=${n}>${M(`search.done`)}</button></div>
  </section>`}function vs(){w(()=>{let e=()=>a.peek()||Ne(),t=({animationName:t})=>t.startsWith(`found`)&&matchMedia(`(max-width: 45rem)`).matches&&e();return document.addEventListener(`animationend`,t),()=>{document.removeEventListener(`animationend`,t),e()}},[])}function ys({query:e,onDone:t}){return I`<${Nr} title=${M(`search.none`,{query:e})} text=${M(`search.where`)} hint=${M(`search.hint`)}>
    <a class="button quiet" href=${H.new}>${M(`search.people`)}</a>
    <button type="button" class="button quiet" onClick=${t}>${M(`search.done`)}</button>
  <//>`}function bs(e,t){let n=t(e)[0]?.[0]??0,r=Math.max(0,n-24);return(r>0?`…`:``)+e.slice(r,r+160)}var xs=/* @__PURE__ */ G({DevicesPage:()=>Ss});function Ss(){let{api:e}=R(),t=Je(),[n,r]=A(null),[i,a]=A(null),[o,s]=A([]),l=()=>e.devices().then(e=>{r([...e.sessions].sort((e,t)=>Number(t.current)-Number(e.current))),s(e.reused)},e=>a(F(e)));w(()=>{l()},[]);let u=async t=>{await B(e.endDevice(t.id)),await l()};return I`<${J} title=${M(`settings.devices`)} back=${H.settings}>
    ${i&&I`<p class="alert" role="alert">${c(i)}</p>`}
    ${o.map(({session:e,device:t,at:n})=>I`<p key=${e} class="alert" role="alert">
      ${M(`reuse.ended`,{device:t||M(`devices.unnamed`),time:E(n)})}<br />${M(`reuse.advice`)}
    </p>`)}
    <p class="panel-note">${M(`devices.intro`)}</p>
    <ul class="rows" aria-busy=${!n}>
      ${n?.map(e=>I`<li key=${e.id} class="row still">
        <span class="avatar plain"><${W} name="device" /></span>
        <span class="row-main">
          <span class="row-title"><bdi>${e.device||M(`devices.unnamed`)}</bdi></span>
          <span class=${e.online?`row-sub here`:`row-sub`}>
            ${e.current?M(`devices.this`):e.online?M(`presence.online`):M(`devices.seen`,{time:d(e.last_seen_at,t)})}
          </span>
        </span>
        ${!e.current&&I`<button type="button" class="button quiet small" onClick=${()=>u(e)} aria-label=${M(`devices.end`,{device:e.device||M(`devices.unnamed`)})}>
          ${M(`logout`)}
        </button>`}
      </li>`)}
    </ul>
  <//>`}var Cs=/* @__PURE__ */ G({NamePage:()=>ws});function ws(){let e=R(),[t,n]=A(e.user.value?.name??``),{busy:r,error:i,run:a}=U(async()=>{e.update(await e.api.setName(t.trim())),L(H.settings,{replace:!0})});return I`<${J} title=${M(`settings.name`)} back=${H.settings}>
    <form
      class="form inset"
      onSubmit=${e=>{e.preventDefault(),a()}}
    >
      <${V}
        label=${M(`link.name`)}
        hint=${M(`name.hint`)}
        error=${i?c(i):void 0}
        value=${t}
        onInput=${n}
        autocomplete="name"
        maxlength=${100}
        autofocus
        required
      />
      <button class="button primary" disabled=${r||!t.trim()}>${M(`save`)}</button>
    </form>
  <//>`}const Ts=[`insecure`,`home-screen`,`unable`,`blocked`];function Es(){let e=No.value,t=Ts.includes(e);return I`<${Pt}
    label=${M(`settings.notify`)}
    hint=${M(`notices.${e}`)}
    on=${!t&&e!==`off`}
    disabled=${t}
    onChange=${async e=>e?Wo():(await Go(),!0)}
  />`}var Ds=/* @__PURE__ */ G({SettingsPanel:()=>js});o({en:fs,zh:ps});const Os=j(()=>Promise.resolve().then(()=>Cs).then(e=>e.NamePage)),ks=j(()=>Promise.resolve().then(()=>Fs).then(e=>e.PasswordPage)),As=j(()=>Promise.resolve().then(()=>xs).then(e=>e.DevicesPage));function js({page:e}){switch(e){case`name`:return I`<${Os} />`;case`password`:return I`<${ks} />`;case`devices`:return I`<${As} />`;default:return I`<${Ms} />`}}function Ms(){let e=R(),t=e.user.value;if(!t)return null;let n={auto:M(`theme.auto`),light:M(`theme.light`),dark:M(`theme.dark`)},r={normal:M(`text.normal`),large:M(`text.large`),huge:M(`text.huge`)};return I`<${J} title=${M(`settings.title`)} back=${H.home}>
    <div class="profile">
      <${jt}
        subject=${{id:t.id,name:t.name,avatar:t.avatar}}
        title=${M(`avatar.own`)}
        label=${M(`avatar.change`)}
        save=${async(t,n)=>e.update(await e.api.setAvatar(t,n))}
        remove=${async()=>{await e.api.removeAvatar(),e.update({...t,avatar:void 0})}}
      />
      <p class="profile-name"><bdi>${t.name}</bdi></p>
      <p class="profile-login">@${t.login}</p>
    </div>
    <ul class="rows">
      <${Ns} icon="edit" path=${H.name} label=${M(`settings.name`)} />
      <${Ns} icon="key" path=${H.password} label=${M(`settings.password`)} />
      <${Ns} icon="device" path=${H.devices} label=${M(`settings.devices`)} />
      ${t.role!==`member`&&I`<${Ns} icon="group" path=${H.admin} label=${M(`admin.title`)} />`}
      <li>
        <button type="button" class="row entry-row" onClick=${()=>{Ke.value=!0}}>
          <${W} name="help" /><span class="row-title">${M(`help.title`)}</span>
        </button>
      </li>
    </ul>
    <${Es} />
    <${K}
      legend=${M(`settings.language`)}
      options=${Ye}
      value=${te.value}
      onChoose=${e=>Me(localStorage,e)}
    />
    <${K}
      legend=${M(`settings.theme`)}
      options=${n}
      value=${he.value}
      onChoose=${e=>me(localStorage,e)}
    />
    <${K}
      legend=${M(`settings.text`)}
      options=${r}
      value=${He.value}
      onChoose=${e=>Be(localStorage,e)}
    />
    <${Ps} />
  <//>`}function Ns({icon:e,path:t,label:n}){return I`<li>
    <a class="row entry-row" href=${t}><${W} name=${e} /><span class="row-title">${n}</span></a>
  </li>`}function Ps(){let e=R(),{pending:t,session:n}=z(),[r,i]=A(!1),a=t.value&&n.outbox.entries().length,o=_(null);return w(()=>{r&&o.current?.scrollIntoView({block:`nearest`})},[r]),I`<div class="sign-out">
    ${r&&a>0&&I`<p class="alert" role="alert">${u(`logout.unsent`,a)}</p>`}
    <button type="button" class="button danger" ref=${o} onClick=${()=>{if(a>0&&!r)return i(!0);L(H.home,{replace:!0}),e.logout()}}>
      ${M(r&&a>0?`logout.anyway`:`logout`)}
    </button>
  </div>`}var Fs=/* @__PURE__ */ G({PasswordPage:()=>Is});function Is(){let{api:e,user:t}=R(),[n,r]=A(``),[i,a]=A(``),{busy:o,failure:s,wrong:l,attributes:u}=gt([`old`,`new`],async()=>{await e.changePassword(n,i),ye(M(`password.changed`)),L(H.settings,{replace:!0})},e=>e.code===`credentials_wrong`?M(`password.wrong`):c(e));return I`<${J} title=${M(`settings.password`)} back=${H.settings}>
    <form class="form inset" ...${u}>
      ${s&&I`<p class="alert" role="alert">${s}</p>`}
      <input type="text" value=${t.value?.login} autocomplete="username" readonly hidden />
      <${Re}
        label=${M(`password.old`)}
        error=${l(`old`)}
        value=${n}
        onInput=${r}
        autocomplete="current-password"
        autofocus
        required
      />
      <${Re}
        label=${M(`link.password`)}
        hint=${M(`link.password-hint`)}
        error=${l(`new`)}
        value=${i}
        onInput=${a}
        autocomplete="new-password"
        required
      />
      <p class="note">${M(`password.others`)}</p>
      <button class="button primary" disabled=${o||!n||!i}>${M(`password.change`)}</button>
    </form>
  <//>`}var Ls=/* @__PURE__ */ G({startShortcuts:()=>Rs});function Rs(e,t){e.addEventListener(`keydown`,e=>{let n=t();!n||e.isComposing||e.defaultPrevented||zs(e,n)&&e.preventDefault()})}function zs(e,t){let{key:n,altKey:r,shiftKey:i}=e,o=e.ctrlKey||e.metaKey;if(document.querySelector(`dialog[open]`)!==null)return!1;let s=e.target.matches?.(`input, textarea, select`)??!1;return o&&n.toLowerCase()===`k`?Hs():o&&n.toLowerCase()===`f`&&Bs()&&!i?(a.value=!0,!0):o&&n===`/`?Vs():r&&(n===`ArrowUp`||n===`ArrowDown`)?Us(t,n===`ArrowUp`?-1:1):r&&n.toLowerCase()===`n`?(L(H.new),!0):!o&&!r&&!s&&n===`?`?Vs():!o&&!r&&n===`Escape`&&Ws()}function Bs(){return Ue.value.name===`conversation`}function Vs(){return Ke.value=!0,!0}function Hs(){let e=()=>document.querySelector(`[data-search]`);return e()||(L(H.home),setTimeout(()=>e()?.focus())),e()?.focus(),!0}function Us(e,t){let n=e.conversations.value,r=Ue.value;if(n.length===0)return!1;let i=n[((`id`in r?n.findIndex(({id:e})=>e===r.id):t===1?-1:0)+t+n.length)%n.length];return i&&L(H.conversation(i.id)),!0}function Ws(){if(ut())return!0;if(N())return!document.activeElement?.matches(`[type=search]:not(:placeholder-shown)`)&&(ae(!1),!0);let e=Ue.value;if(e.name===`people`)dt(H.conversation(e.id));else if(e.name===`settings`&&e.page!==`menu`)dt(H.settings);else if(e.name===`conversation`){let e=document.querySelector(`.composer textarea`);if(e&&document.activeElement!==e)e.focus();else if(re.value&&r.value)ae(!1);else return!1}else if(e.name!==`home`)dt(H.home);else return!1;return!0}const Gs={"unowned.again":`No console, or is the link older than a week? This prints a new one:`,"unowned.hint":`This server has no owner yet. Its console prints the owner’s link:`,"unowned.in-checkout":`where it was started by ./scripts/serve`,"unowned.intro":`It is running, and waits for its owner.`,"unowned.link":`The owner’s link, or the code at its end`,"unowned.on-node":`on a node that the playbook installed`,"unowned.open":`Set up the server`,"unowned.others":`Somebody else installed it? Ask them to set it up, then to invite you.`,"unowned.refused":`This is no link of this kind. Copy the whole line that begins with http.`,"unowned.title":`This server is new`,"unowned.where":`The console in which the server was started shows it. It works once.`},Ks={"unowned.again":`找不到控制台，或链接已超过一周？用下面的命令生成新链接：`,"unowned.hint":`这台服务器还没有所有者。在控制台运行以下命令可获得所有者链接：`,"unowned.in-checkout":`用 ./scripts/serve 启动的服务器`,"unowned.intro":`服务器已在运行，正等待所有者完成设置。`,"unowned.link":`所有者链接，或链接末尾的代码`,"unowned.on-node":`用 playbook 安装的节点`,"unowned.open":`设置服务器`,"unowned.others":`服务器是别人安装的？请对方先完成设置，再邀请您加入。`,"unowned.refused":`这不是有效的设置链接。请复制以 http 开头的整行内容。`,"unowned.title":`这是一台新服务器`,"unowned.where":`启动服务器的控制台里会显示它，只能使用一次。`};var qs=/* @__PURE__ */ G({OwnerHint:()=>Xs,Unowned:()=>Ys,codeIn:()=>Zs});o({en:Gs,zh:Ks});const Js=[[`unowned.on-node`,`sudo imctl setup-link`],[`unowned.in-checkout`,`.venv/bin/imctl setup-link`]];function Ys(){let e=R(),[t,n]=A(``),[r,i]=A(!1);w(()=>{let t=()=>e.look();return window.addEventListener(`focus`,t),()=>window.removeEventListener(`focus`,t)},[e]);let a=async()=>{let n=Zs(t);i(!n),n&&(await e.look(),e.unowned.value&&L(H.link(n)))};return I`<${xe} title=${M(`unowned.title`)} intro=${M(`unowned.intro`)}>
    <form
      class="form"
      noValidate
      onSubmit=${e=>{e.preventDefault(),a()}}
    >
      <${V}
        label=${M(`unowned.link`)}
        hint=${M(`unowned.where`)}
        error=${r?M(`unowned.refused`):void 0}
        value=${t}
        onInput=${n}
        autocomplete="off"
      />
      <button class="button primary">${M(`unowned.open`)}</button>
    </form>
    <div class="unowned-guide">
      <p>${M(`unowned.again`)}</p>
      <dl>
        ${Js.map(([e,t])=>I`<div key=${e}>
            <dt>${M(e)}</dt>
            <dd><code>${t}</code></dd>
          </div>`)}
      </dl>
      <p>${M(`unowned.others`)}</p>
    </div>
  <//>`}function Xs(){return I`${M(`unowned.hint`)} <code>sudo imctl setup-link</code>`}function Zs(e){return/(?:\/link\/|^)([\w-]{16,})$/.exec(e.replace(/\s/g,``))?.[1]??``}var Qs=/* @__PURE__ */ G({startUpdates:()=>$s,takeUpdate:()=>ec});async function $s({serviceWorker:e}){if(!e)return;e.addEventListener(`message`,({data:e})=>{typeof e?.path==`string`&&L(e.path)});let t=await e.register(`sw.js`).catch(()=>null);if(!t)return;let n=()=>{t.waiting&&e.controller&&(de.value=t.waiting)};n(),t.addEventListener(`updatefound`,()=>t.installing?.addEventListener(`statechange`,n)),setInterval(()=>t.update().catch(()=>{}),36e5)}function ec(e){let t=de.value;t&&(e(),navigator.serviceWorker.addEventListener(`controllerchange`,()=>window.location.reload(),{once:!0}),t.postMessage(`take over`))}export{tr as A,mt as B,Zr as C,kr as D,Pr as E,Tt as F,et as H,yt as I,vt as L,Bn as M,Zt as N,_r as O,Ht as P,gt as R,ci as S,zr as T,ot as V,Ha as _,gs as a,ra as b,os as c,mo as d,fo as f,Qa as g,ao as h,Ds as i,Jn as j,ur as k,rs as l,so as m,qs as n,ms as o,lo as p,Ls as r,cs as s,Qs as t,Xo as u,Aa as v,Wr as w,li as x,ga as y,pt as z};
