/* Made by scripts/bundle from imserver/web/, where the sources and licences are. */
import{$ as e,A as t,At as n,B as r,Bt as i,C as a,Ct as o,D as s,Dt as c,E as l,Et as u,F as d,Ft as f,G as p,Gt as m,H as h,I as g,It as _,J as v,K as y,Kt as b,L as ee,M as x,Mt as S,Nt as C,O as te,Ot as w,P as T,Pt as E,Q as D,R as O,Rt as k,S as ne,St as re,T as ie,Tt as A,U as ae,Ut as oe,V as j,Vt as M,W as se,Wt as ce,X as le,Y as ue,Yt as N,Z as de,_ as fe,_t as P,a as pe,at as me,b as he,c as ge,ct as F,d as _e,dt as I,et as ve,f as ye,ft as L,g as be,gt as xe,h as Se,ht as R,i as Ce,it as we,j as Te,jt as Ee,k as De,kt as Oe,l as ke,lt as Ae,m as je,mt as Me,n as z,nt as Ne,o as Pe,ot as Fe,p as Ie,pt as Le,q as Re,qt as ze,r as Be,rt as Ve,s as He,st as B,t as V,tt as Ue,u as We,ut as Ge,v as Ke,vt as qe,w as Je,wt as Ye,x as Xe,xt as Ze,y as Qe,yt as $e,z as H}from"./main.js";var et=Object.defineProperty,U=(e,t)=>{let n=Object.setPrototypeOf({},null);for(var r in e)et(n,r,{get:e[r],enumerable:!0});return t&1||et(n,Symbol.toStringTag,{value:`Module`}),t&2?n:Object.preventExtensions(n)};o({en:{"error.link_invalid":`It was used already, has expired, or never existed. Ask for a new one.`,"error.password_weak":`Use 8 to 256 characters, and not the login.`,"link.busy":`One moment …`,"link.checking":`One moment …`,"link.invalid":`This link isn’t valid`,"link.invite.intro":`Create your account, and chat with the others.`,"link.invite.submit":`Create my account`,"link.invite.title":`You’re invited to {server}`,"link.login":`Login`,"link.login-hint":`What you sign in with, such as “maria”.`,"link.name":`Your name`,"link.name-hint":`What others see. You can leave it empty.`,"link.password":`New password`,"link.password-hint":`At least 8 characters.`,"link.password.intro":`Choose a new password for “{login}” on {server}.`,"link.password.submit":`Save and sign in`,"link.password.title":`New password`,"link.server":`Name of the server`,"link.server-hint":`Such as the name of your school, team or family. Everybody sees it, and you can change it later.`,"link.setup.intro":`This is a new server. Create the account that will run it.`,"link.setup.submit":`Create the administrator`,"link.setup.title":`Set up your server`,"link.to-login":`To the sign-in page`},zh:{"error.link_invalid":`该链接已被使用、已过期或不存在，请索取新的链接。`,"error.password_weak":`请使用 8 到 256 个字符，且不能与账号名相同。`,"link.busy":`请稍候…`,"link.checking":`请稍候…`,"link.invalid":`链接无效`,"link.invite.intro":`创建账号，和大家一起聊天。`,"link.invite.submit":`创建我的账号`,"link.invite.title":`邀请您加入 {server}`,"link.login":`账号`,"link.login-hint":`用于登录，例如“xiaoming”。`,"link.name":`您的姓名`,"link.name-hint":`其他人看到的名字，可以不填。`,"link.password":`新密码`,"link.password-hint":`至少 8 个字符。`,"link.password.intro":`请为“{login}”在 {server} 上设置新密码。`,"link.password.submit":`保存并登录`,"link.password.title":`设置新密码`,"link.server":`服务器名称`,"link.server-hint":`例如学校、团队或家庭的名称。所有人都会看到，以后可以更改。`,"link.setup.intro":`这是一台新的服务器，请创建管理它的账号。`,"link.setup.submit":`创建管理员`,"link.setup.title":`设置您的服务器`,"link.to-login":`前往登录`}}),o({en:{"group.add":`Add somebody`,"group.add-done":`Done`,"group.chosen":`Chosen people`,"group.create-empty":`Create a group`,"group.create.one":`Create a group with {count} person`,"group.create.other":`Create a group with {count} people`,"group.new":`New group`,"group.rename":`Save the name`,"group.title":`Name of the group`,"group.unpick":`Leave out {name}`,"list.invite":`Invite people`,"people.alone":`Nobody else is here yet.`,"people.me":`(you)`,"people.none":`Nobody is called that.`,"people.others.one":`and {count} more`,"people.others.other":`and {count} more`,"people.search":`Search by name or login`},zh:{"group.add":`添加成员`,"group.add-done":`完成`,"group.chosen":`已选择的人`,"group.create-empty":`创建群组`,"group.create.one":`创建群组（{count} 人）`,"group.create.other":`创建群组（{count} 人）`,"group.new":`新建群组`,"group.rename":`保存名称`,"group.title":`群组名称`,"group.unpick":`移除{name}`,"list.invite":`邀请他人`,"people.alone":`这里还没有其他人。`,"people.me":`（我）`,"people.none":`没有找到这个人。`,"people.others.one":`还有 {count} 人`,"people.others.other":`还有 {count} 人`,"people.search":`按姓名或账号搜索`}});function tt(e,t){let{api:n}=I(),[r,i]=k(null),[a,o]=k(null),[s,c]=k(!1),[l,u]=k(null);return C(()=>{let t=!0,a=setTimeout(()=>n.users({q:e.trim()||void 0,limit:50}).then(n=>{t&&(i(n.users),c(n.more),u(null),o(e))},e=>t&&u(N(e))),r?150:0);return()=>{t=!1,clearTimeout(a)}},[e]),{people:r?.filter(({id:e})=>!t.includes(e)),current:a===e,more:s,error:l,loadMore:async()=>{let t=await n.users({q:e.trim()||void 0,limit:50,after:r?.at(-1)?.login});i([...r??[],...t.users]),c(t.more)}}}function nt({label:e,without:t,chosen:n,busy:r=!1,autofocus:i=!1,turn:a=0,onPick:o}){let[s,l]=k(``),u=_(null),{people:d,current:f,more:p,error:m,loadMore:h}=tt(s,t);return C(()=>{a>0&&l(``),(a>0||i)&&be(u.current)},[a]),P`<div class="people-search" data-arrows>
    <div class="search-box">
      <${H} name="search" />
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
    ${m&&P`<p class="alert" role="alert">${c(m)}</p>`}
    <ul class="rows" aria-busy=${r||!f} data-choices>
      ${d?.map(e=>{let t=n?.includes(e.id);return P`<li key=${e.id}>
          <button type="button" class="row" disabled=${r} aria-pressed=${t} onClick=${()=>o(e)}>
            <${O} id=${e.id} name=${e.name} avatar=${e.avatar} />
            <span class="row-main">
              <span class="row-title"><bdi>${e.name}</bdi></span>
              <span class="row-sub">@${e.login}</span>
            </span>
            ${n&&P`<${it} on=${t} />`}
          </button>
        </li>`})}
    </ul>
    ${d?.length===0&&P`<${rt} isAlone=${!s.trim()} />`}
    ${p&&P`<button type="button" class="button quiet" onClick=${h}>${A(`people.more`)}</button>`}
  </div>`}function rt({isAlone:e}){let t=I().user.value;return P`<p class="empty-note" role="status">
    ${A(e?`people.alone`:`people.none`)}
    ${e&&t?.role!==`member`&&P` <a href=${B.invites}>${A(`list.invite`)}</a>`}
  </p>`}function it({on:e}){return P`<span class=${e?`tick on`:`tick`}>${e&&P`<${H} name="check" />`}</span>`}var at=class{#e;#t;#n;#r;#i;#a=[];#o=0;#s=!1;#c=0;#l=0;#u=null;#d=!1;#f=null;constructor({history:e,address:t,after:n,visit:r,onway:i=()=>{}}){this.#e=e,this.#t=t,this.#n=n,this.#r=r,this.#i=i,this.#c=this.#l=this.#_().at,this.#h()}open(e){let t={id:`${this.#r}.${++this.#o}`,close:e,asked:!1};return this.#a.push(t),this.#m(),()=>{this.#a=this.#a.filter(e=>e!==t),this.#m()}}close(){let e=this.#a.at(-1);return e?.close(),e!==void 0}clear(){let e=this.#_();for(let t of this.#a)e.layers.indexOf(t.id)>=e.base&&this.#p(t);this.#h()}moved(){let e=this.#c,{at:t,layers:n}=this.#_();if(t!==e&&(this.#d=t>e),this.#c=t,this.#f)return this.#f();for(let e of[...this.#a].reverse())n.includes(e.id)||(this.#p(e),e.close());this.#m()}#p(e){e.asked=!0,this.#n(300,()=>{e.asked=!1,this.#h()})}#m(){this.#s||(this.#s=!0,this.#n(0,()=>{this.#s=!1,this.#h()}))}#h(){if(this.#f)return;let e=this.#_(),t=this.#v(),n=e.layers.findIndex((e,n)=>e!==t[n]),r=n===-1?e.layers.length:n,i=e.layers.length-Math.max(r,e.base);if(i>0)return this.#g(this.#d&&e.at<this.#l?1:-i);let a=e.layers.slice(0,r),o=Math.min(e.base,r);r<e.layers.length&&this.#y({...e,base:o,layers:a});for(let n of t.slice(r))a=[...a,n],this.#c=this.#l=this.#c+1,this.#e.pushState({at:this.#c,from:e.from,base:o,layers:a},``)}#g(e){this.#i(new Promise(e=>{let t=()=>{this.#f=null,this.#h(),this.#f||e()};this.#f=t,this.#n(1e3,()=>{if(this.#f!==t)return;let e=this.#_();this.#y({...e,base:e.layers.length}),t()})})),this.#e.go(e)}#_(){let e=this.#u;this.#u=this.#t();let t=this.#e.state;if(st(t))return t;this.#c=this.#l=this.#c+1;let n=this.#v();return this.#y({at:this.#c,from:e,base:n.length,layers:n})}#v(){return this.#a.filter(({asked:e})=>!e).map(({id:e})=>e)}#y(e){return this.#e.replaceState(e,``),e}};function ot(e,t){return!st(e)||e.from!==t?0:1+Math.max(0,e.layers.length-e.base)}function st(e){return Array.isArray(e?.layers)}var ct=/* @__PURE__ */ U({startLayers:()=>ut});let lt;function ut({history:e,location:t,addEventListener:n}){lt??=new at({history:e,address:()=>t.hash||`#/`,after:(e,t)=>setTimeout(t,e),visit:Date.now().toString(36),onway:e=>{Ae.end=e.then(()=>{Ae.end=null})}}),Ae.clear=()=>lt.clear(),n(`popstate`,()=>lt.moved()),n(`hashchange`,()=>e.state??lt.moved()),n(`click`,mt)}function dt(e,t=!0){let n=_(e);n.current=e,E(()=>t?lt?.open(()=>n.current()):void 0,[t])}function ft(){return lt?.close()??!1}function pt(e){let t=ot(history.state,e);t>0&&!Ae.end?history.go(-t):F(e)}function mt(e){let t=e.target.closest?.(`a[href^='#']`);if(!t||e.defaultPrevented||e.button||e.ctrlKey||e.metaKey||e.shiftKey||e.altKey)return;e.preventDefault();let n=t.getAttribute(`href`)??``;t.hasAttribute(`data-up`)?pt(n):F(n)}var ht=/* @__PURE__ */ U({Popup:()=>_t});function gt(e){dt(e);let t=_(null);return C(()=>{let e=t.current,n=Qe();return e.showModal(),!Ke()&&document.activeElement?.matches(`input, textarea`)&&(e.tabIndex=-1,e.focus()),()=>{e.close(),n()}},[]),{ref:t,onCancel:n=>{n.target===t.current&&(n.preventDefault(),ft()||e())},onClose:n=>{n.target===t.current&&(n.preventDefault(),e())}}}function _t({label:e,anchor:t=null,kind:n=``,onClose:r,children:i}){let a=gt(r),o=_(null);return E(()=>{let e=a.ref.current;if(!e||!t)return;let n=new ResizeObserver(()=>{let{width:n,height:r}=e.getBoundingClientRect(),{innerWidth:i,innerHeight:a}=window,o=t.top-r-8,s=Math.min(t.bottom+8,a-r-8);e.style.top=`${Math.max(8,o>=8?o:s)}px`;let c=t.left+n<=i-8;e.style.left=`${Math.max(8,c?t.left:t.right-n)}px`});return n.observe(e),()=>n.disconnect()},[t]),P`<dialog
    ...${a}
    class=${`popup ${t?`anchored`:``} ${n}`}
    aria-label=${e}
    onPointerDown=${e=>{o.current=e.target}}
    onClick=${e=>e.target===o.current&&a.onClose(e)}
  >
    <div class="popup-body">${i}</div>
  </dialog>`}function vt(e,t,n=c){let{busy:r,error:i,run:a}=V(t),o=_(null),s=e.filter(e=>i?.fields[e]);return C(()=>{(o.current?.querySelector(`[aria-invalid]`))?.focus()},[i]),{busy:r,failure:i&&s.length===0?n(i):void 0,wrong:e=>i?.fields[e]?n(i.fields[e]):void 0,attributes:{ref:o,noValidate:!0,onSubmit:e=>{e.preventDefault(),a()}}}}const yt=[`byte`,`kilobyte`,`megabyte`,`gigabyte`,`terabyte`];function bt(e){let t=Math.min(yt.length-1,e<1?0:Math.floor(Math.log2(e)/10)),n=e/1024**t,r=+(t>0&&n<10),i=t>0?`short`:`long`,a={style:`unit`,unit:yt[t],unitDisplay:i,maximumFractionDigits:r};return new Intl.NumberFormat(Ye(),a).format(n)}const xt=/(?:^|[^\p{L}\p{N}._@-]|\p{Script=Han})@([^\s@]{0,30})$/u;function St({kind:e,members:t,settings:n,role:r},i){return e===`group`?[...r!==`member`||n?.mention_all===`everybody`?[{id:`all`,name:A(`mention.all`),login:`all`}]:[],...t.filter(({id:e,login:t})=>e!==i&&t)]:[]}function Ct(e){return xt.exec(e)?.[1]??null}function wt(e,t,n){let r=ee(t),i=({name:e,login:t})=>{let n=r(e);return n.includes(0)||r(t).includes(0)?0:n.some(e=>e>0)?1:2};return e.filter(e=>i(e)<2).sort((e,t)=>i(e)-i(t)).slice(0,n)}function Tt(e,t){let n=Dt(e);return t.map(({start:e,end:t,id:r})=>({start:n(e),end:n(t),who:r}))}function Et(e,t){let n=[],[r,i]=[0,0],a=t=>{for(;i<t&&r<e.length;i+=1)r+=Number(e.codePointAt(r))>65535?2:1;return i===t};for(let{start:e,end:i,who:o}of t){if(!(e<i)||!a(e))return[];let t=r;if(!a(i))return[];n.push({start:t,end:r,id:o})}return n}function Dt(e){let[t,n]=[0,0];return r=>{for(;t<r;n+=1)t+=Number(e.codePointAt(t))>65535?2:1;return n}}const Ot={"mention.all":`everyone`,"mention.ask":`Choose …`,"mention.doubt":`{name} could be several people: nobody is mentioned.`,"mention.everybody":`Everybody in this group is mentioned.`,"mention.label":`People to mention`,"mention.left":`{name} isn’t in this group any more, and won’t be mentioned.`,"mention.me":`This is you.`,"mention.unknown":`Not in this group any more.`,"mention.who":`Who is mentioned`,"mention.without":`Send without mentioning them`,"mention.write":`Message`},kt={"mention.all":`所有人`,"mention.ask":`选择…`,"mention.doubt":`{name} 可能指多个人，目前不会提及任何人。`,"mention.everybody":`提及了群组里的所有人。`,"mention.label":`可提及的人`,"mention.left":`{name} 已不在此群组中，不会被提及。`,"mention.me":`这是您自己。`,"mention.unknown":`已不在此群组中。`,"mention.who":`提及的人`,"mention.without":`不提及对方，直接发送`,"mention.write":`发消息`};var At=/* @__PURE__ */ U({caller:()=>Vt,findNames:()=>Rt,placesIn:()=>Bt,standsAlone:()=>zt,withEverybody:()=>Ft});o({en:Ot,zh:kt});const jt=[Ot[`mention.all`],kt[`mention.all`],`all`],Mt=/(?:(?!\p{Script=Han})[\p{L}\p{N}]|[.@-])_*$/u,Nt=/^_*(?!\p{Script=Han})[\p{L}\p{N}]/u,Pt=/[*_~`[\]()<>]/g;function Ft(e){return[...jt.map(e=>({id:`all`,name:e,login:`all`})),...e]}function It(e){let t=/* @__PURE__ */ new Map;for(let{id:n,name:r,login:i}of e)for(let e of[r,i]){let r=e.toLowerCase();r&&t.set(r,(t.get(r)??/* @__PURE__ */ new Set).add(n))}return{people:e,byName:t,lengths:[...new Set([...t.keys()].map(e=>e.length))].sort((e,t)=>t-e)}}let Lt=It([]);function Rt(e,t,n={left:1/0}){if(!e.includes(`@`)||t.length===0)return[];Lt.people!==t&&(Lt=It(t));let{byName:r,lengths:i}=Lt,a=[];for(let t=e.indexOf(`@`);t!==-1&&n.left>0;t=e.indexOf(`@`,t+1))for(let o of i){--n.left;let i=t+1+o,s=i<=e.length&&r.get(e.slice(t+1,i).toLowerCase());if(s&&zt(e,t,i)){a.push({start:t,end:i,ids:[...s]}),t=i-1;break}}return a}function zt(e,t,n){return Mt.test(e.slice(Math.max(0,t-8),t))?!1:/\p{Script=Han}/u.test(e.slice(n-1,n))||!Nt.test(e.slice(n,n+8))}function Bt({text:e,mentions:t=[],spans:n=[]},r,i){return n.length>0?Et(e,n):Rt(e,Ft(r).filter(({id:e})=>t.includes(e)),i).flatMap(({start:e,end:t,ids:[n=``,...r]})=>r.length>0?[]:{start:e,end:t,id:n})}function Vt(e,t,n,r){let i=Bt(e,t,r),a=0;return{draw:(e,r,o)=>{let s=[],c=r;for(;a<i.length;a+=1){let l=i[a];if(l.start<r)continue;if(l.end>r+e.length)break;s.push(...o(e.slice(c-r,l.start-r)));let u=l.id===`all`?`all`:t.find(({id:e})=>e===l.id)?.login;s.push(Ut(l.id,e.slice(l.start-r,l.end-r),u,n)),c=l.end}return[...s,...o(e.slice(c-r))]},masked:Ht(e.text,i)}}function Ht(e,t){let n=[],r=0;for(let{start:i,end:a}of t)n.push(e.slice(r,i),e.slice(i,a).replace(Pt,`x`)),r=a;return n.join(``)+e.slice(r)}function Ut(e,t,n,r){let i=n=>{n.stopPropagation();let r=n.currentTarget;r.focus({preventScroll:!0}),ue.value={id:e,written:t,anchor:r.getBoundingClientRect()}};return P`<span
    class=${e===r||e===`all`?`mention me`:`mention`}
    role="button"
    tabindex="0"
    aria-haspopup="dialog"
    title=${n&&`@${n}`}
    onClick=${i}
    onKeyDown=${e=>{(e.key===`Enter`||e.key===` `)&&(e.preventDefault(),i(e))}}
  >${t}</span>`}var Wt=/* @__PURE__ */ U({MentionFailure:()=>Gt});function Gt({pending:{conv:e,client_id:t}}){let n=L(),r=n.conversation(e);if(!r)return null;let i=new Set([...r.members,...St(r,n.me).filter(({id:e})=>e===`all`)].map(({id:e})=>e));return P`<button type="button" class="link-button" onClick=${()=>n.session.outbox.retry(t,e=>i.has(e))}>
    ${A(`mention.without`)}
  </button>`}function Kt(e,t,n=t.length){let r=Math.min(e.length,t.length),i=t.slice(n),a=i.length<=r&&e.endsWith(i)?i.length:0,o=0;for(;o<r-a&&e[o]===t[o];)o+=1;for(;a<r-o&&e.at(-1-a)===t.at(-1-a);)a+=1;return{start:o,end:e.length-a}}function W({text:e,choices:t},n,r){if(e===n||t.length===0)return{text:n,choices:t};let{start:i,end:a}=Kt(e,n,r),o=n.length-e.length;return{text:n,choices:t.flatMap(e=>e.end<=i?e:e.start>=a?{...e,start:e.start+o,end:e.end+o}:[])}}function qt(e,t){return[...e.filter(({start:e,end:n})=>n<=t.start||e>=t.end),t].sort((e,t)=>e.start-t.start)}function Jt({text:e,choices:t},n,r){let i=t.filter(e=>e.start>=n&&e.end<=r);return{text:e.slice(n,r),choices:i.map(e=>({...e,start:e.start-n,end:e.end-n}))}}function Yt({text:e,choices:t},n,r){let i=r-n.text.length;return i<0||e.slice(i,r)!==n.text?{text:e,choices:t}:{text:e,choices:n.choices.map(e=>({...e,start:e.start+i,end:e.end+i})).reduce(qt,[...t])}}var Xt=class{#e=/* @__PURE__ */ new Map;note({text:e,choices:t}){if(this.#e.delete(e),this.#e.set(e,t),!(this.#e.size<=200))for(let e of this.#e.keys()){this.#e.delete(e);break}}of(e){return this.#e.get(e)}};const Zt=RegExp(`\`+|[*_~]+|[[\\]]|${p.source}`,`giu`),Qt=/^(?![\uFE00-\uFE0F\u20E3])[\p{L}\p{M}\p{N}]/u,$t=/^[\u0E00-\u0EFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u2E80-\uA4CF\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFFEF\u{1AFF0}-\u{1B16F}\u{20000}-\u{3FFFF}]/u,en=/^[，。、；：！？）」』】》…—]/,tn=/^[)\]}/\\]/,nn=/^(?:$|[\s.,;:!?)\]}/\\|，。、；：！？）」』】》”’…])/,rn=/^(?:$|[\s([{/\\|（「『【《“‘])/,an=/^(?:[([{/\\]|[-+]\d)/,on=/^(?:$|[\s“‘「『《，。、；：！？…—])/,sn=/^["'“‘「『《@#$¥€`[]/,cn=/^["'”’」』》.,;:!?%…，。、；：！？`\])]/,ln=/^(?:$|[\s”’」』》…—，。、；：！？）]|[.,;:!?)](?!["'\p{L}\p{N}]))/u,un=/^[=\\]/;function dn(e,t){let n=[];Zt.lastIndex=0;for(let r=Zt.exec(e);r&&t.left>0;r=Zt.exec(e)){let e=r[0].length>6&&/^h/i.test(r[0])?Ne(r[0]):r[0];Zt.lastIndex=r.index+e.length,n.push({at:r.index,token:e}),--t.left}return n}function fn(e,t){let n=[],r=/* @__PURE__ */ new Map;for(let i=t.length-1;i>=0;--i){let a=t[i];if(!a?.token.startsWith("`"))continue;let{at:o,token:s}=a,{length:c}=s,[l,u]=[hn(e,o),mn(e,o+c)],d=r.get(c),f=Qt.test(l)&&!$t.test(l)||un.test(l);d&&!f&&(c===1?u.trim():e.slice(o+c,d.at).trim())&&(n[i]=d),(c>1||l.trim())&&r.set(c,a)}return n}function pn(e,t,n,r){let[i,a]=[hn(e,t),mn(e,n)],[o,s]=[Qt.test(i),Qt.test(a)];if(r){let t=ln.test(e.slice(n,n+3));return{opens:on.test(i)&&(s||sn.test(a)),closes:(o||cn.test(i))&&(t||en.test(i)&&$t.test(a))}}let c=$t.test(i)||$t.test(a);return{opens:(c||!o)&&!nn.test(a)&&!tn.test(i),closes:(c||!s)&&!rn.test(i)&&!an.test(e.slice(n,n+2))}}function mn(e,t){let n=e.codePointAt(t);return n===void 0?``:String.fromCodePoint(n)}function hn(e,t){let n=/[\uDC00-\uDFFF]/.test(e[t-1]??``);return e.slice(Math.max(0,t-(n?2:1)),t)}const gn=/[\u202A-\u202E\u2066-\u2069]/,_n=/[\p{C}\p{Default_Ignorable_Code_Point}\u2800\u2005-\u200A\u202F\u205F]/gu,vn=/[\s\u115F\u1160\u200B\u2800\u3164\uFFA0]{4}/,yn=/[·•‧⋅・۔܁܂ꓸ⸳∙᛫ᐧꞏ٠۰。᠃](?=[a-z0-9])/giu,bn=/[∶ː꞉։׃]/gu,xn=/[\\⁄∕⧸╱〳]/gu,Sn=/\p{L}[\p{L}\p{N}+.-]{0,20}:\/\/|https?:|[\p{L}\p{N}]@[\p{L}\p{N}]|(?:^|[^\p{L}\p{N}])[\da-f]{0,4}::[\da-f]{0,4}(?!\p{L})|(?:[\da-f]{1,4}:){7}/iu,Cn=/(?:(?:[^\s\p{P}]|[-_]){1,63}\.)+(?=[^\s\p{P}]{0,63}\p{L})(?:[^\s\p{P}]|[-_]){2,}|\d+(?:\.\d+){3}/gu;function wn(e,t){let{host:n,hostname:r,href:i}=new URL(t),a=e.trim();if(a===t||a===i)return de(a);if(a.toLowerCase()===n)return``;if(gn.test(e)||vn.test(e))return null;let o=e.replace(_n,``).normalize(`NFKC`).replace(_n,``);if(!o.trim())return null;let s=o.replace(yn,`.`).replace(bn,`:`).replace(xn,`/`);return Sn.test(s)?null:(s.match(Cn)??[]).every(e=>Tn(e)===r)?n:null}function Tn(e){try{return new URL(`http://${e}`).hostname}catch{return null}}const En=/^[ \t]*(`{3,})([^`]*)$/,Dn=/^> \s*\S/,On=/^([ \t]*)([-*+•]|\d{1,9}[.)])[ \t]+(?=\S)/,kn=/^(?: {4}|\t)/,An=/^(?: {2}|\t)\s*\S/,jn=/^\[([ xX])\] (?=\S)/,Mn=/^\p{Sc}?[.,]?\d/u,Nn=/\((https?:\/\/[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)/iy,Pn=/\*+|_+|~+/g,Fn=Object.freeze({"*":[`*`],"**":[`**`],"***":[`**`,`*`],_:[`_`],"~~":[`~~`]}),In=Object.freeze({"*":`em`,"**":`strong`,_:`em`,"~~":`del`});function Ln(e,t={left:Re}){let n=new zn(e,t);return n.range(0,n.lines.length,0),n.pieces}function Rn(e){return Ln(e).map(({shown:e,plain:t=e})=>t).join(``)}var zn=class{pieces=[];lines;#e;constructor(e,t){this.lines=e.split(`
`).map(e=>({mark:``,text:e})),this.#e=t}range(e,t,n){this.#e.left-=t-e;let r=this.#n(e,t),i=e,a=e;for(;a<t&&this.#e.left>0;){let o=r[a-e];if(o===-1)break;let s=o===void 0?this.#r(a,t,n)??this.#i(a,t,r,e):o+1;s===null?a+=1:(this.#a(i,a),o===void 0?Dn.test(this.#t(a))?this.#o(a,s,n):this.#c(a,s):this.#s(a,o),i=s,a=s)}this.#a(i,a),this.#a(a,t,!0)}#t(e){return this.lines[e]?.text??``}#n(e,t){let n=[],r=/* @__PURE__ */ new Map;for(let i=t-1;i>=e;--i){let[,t,a=``]=En.exec(this.#t(i))??[];t&&(n[i-e]=r.get(t.length)??-1,a.trim()||r.set(t.length,i))}return n}#r(e,t,n){if(!Dn.test(this.#t(e))||n===5)return null;let r=e+1;for(;r<t&&/^>(?: |$)/.test(this.#t(r));)r+=1;return r===e+1&&Mn.test(this.#t(e).slice(2))?null:r}#i(e,t,n,r){if(!On.test(this.#t(e)))return null;let i=0,a=e;for(let o=e;o<t&&n[o-r]===void 0;o+=1){let e=this.#t(o);if(On.test(e))i+=1;else if(e.trim()&&!An.test(e))break;e.trim()&&(a=o+1)}return i>1?a:null}#a(e,t,n=!1){if(e!==t){this.#p(``,{name:`p`});for(let r=e;r<t;r+=1)this.#u(r,r>e?`
`:``),n?this.#f(this.#t(r)):this.#h(this.#t(r));this.#m(``)}}#o(e,t,n){for(let n of this.lines.slice(e,t)){let e=n.text.startsWith(`> `)?`> `:`>`;n.mark+=e,n.text=n.text.slice(e.length)}this.#p(``,{name:`blockquote`}),this.range(e,t,n+1),this.#m(``)}#s(e,t){let n=this.#t(e);this.#u(e,``),this.#p(n,{name:`pre`,info:n.replace(/^[ \t]*`+/,``).trim()});for(let n=e+1;n<t;n+=1)this.#u(n,n>e+1?`
`:``,``),this.#f(this.#t(n));this.#u(t,``,``),this.#m(this.#t(t))}#c(e,t){let n=/^\s*\d/.test(this.#t(e)),r=this.lines.slice(e,t).every(({text:e})=>{let[t=``,,n]=On.exec(e)??[];return n!==`+`&&(n!==`-`||!Mn.test(e.slice(t.length)))}),i=[];this.#p(``,{name:n?`ol`:`ul`});for(let n=e;n<t;n+=1){let t=this.#t(n),a=On.exec(t);a&&n>e&&this.#m(``),this.#u(n,a?``:`
`),a?this.#g(this.#l(t,a,r&&a[2]===`-`,i)):this.#h(t)}this.#m(``),this.#m(``)}#l(e,[t,n=``],r,i){let a=e.slice(t.length);if(!r)return this.#p(``,{name:`li`}),this.#f(t),a;for(;i.length>0&&n.length<Number(i.at(-1));)i.pop();(i.length===0||n.length>=Number(i.at(-1))+2)&&i.push(n.length),this.#p(``,{name:`li`,level:Math.min(i.length,5)}),this.#d(t,``,`• `);let[o,s]=jn.exec(a)??[];return o?(this.#d(o,s===` `?`☐ `:`☑ `),a.slice(o.length)):a}#u(e,t,n=`
`){e>0&&this.#d(`
`,t,t||n);let r=this.lines[e]?.mark;r&&this.#d(r,``)}#d(e,t,n=t){this.pieces.push({written:e,shown:t,plain:n})}#f(e){e&&this.pieces.push({written:e,shown:e})}#p(e,t){this.pieces.push({written:e,shown:``,enter:t})}#m(e){this.pieces.push({written:e,shown:``,leave:!0})}#h(e){kn.test(e)?this.#f(e):this.#g(e)}#g(e){let t=this.#e.left>0?dn(e,this.#e):[],n=fn(e,t),r=/* @__PURE__ */ new Map,i=0;for(let[a,{at:o,token:s}]of t.entries()){if(o<i)continue;this.#f(e.slice(i,o)),i=o+s.length;let t=n[a];if(t){let n=t.at;this.#p(s,{name:`code`}),this.#f(e.slice(i,n)),this.#m(s),i=n+s.length}else s===`[`&&e[o-1]!==`!`?(r.set(`[`,this.pieces.length),this.#f(s)):s===`]`?i=this.#_(e,o,r):/^[*_~]/.test(s)?this.#v(e,o,s,r):this.#f(s)}this.#f(e.slice(i))}#_(e,t,n){let r=n.get(`[`);n.delete(`[`),Nn.lastIndex=t+1;let[i=``,a=``]=r!==void 0&&Nn.exec(e)||[];if(r!==void 0&&this.#e.left>10&&D(a)){this.#e.left-=10;let e=this.pieces.slice(r+1).map(({shown:e})=>e).join(``),o=e.length>300?null:wn(e,a);if(o!==null)return this.#y(r,{name:`a`,href:a,host:o},`]${i}`,n),t+1+i.length}return this.#f(`]`),t+1}#v(e,t,n,r){let i=n.match(Pn)??[],a=Number(r.get(`*`))>Number(r.get(`**`)),o=i.flatMap(e=>(a&&e===`***`?[`*`,`**`]:i.length<4&&Fn[e])||[``]);if(o.includes(``)||new Set(i.map(([e])=>e)).size<i.length)return this.#f(n);let{opens:s,closes:c}=pn(e,t,t+n.length,i.every(e=>e.length===1));for(let e of o){let t=c?r.get(e):void 0;t===void 0?(s&&r.set(e,this.pieces.length),this.#f(e)):this.#y(t,{name:In[e]??`em`},e,r)}}#y(e,t,n,r){for(let[t,n]of r)n>=e&&r.delete(t);this.pieces[e]={written:this.pieces[e]?.written??``,shown:``,enter:t},this.#m(n)}};const Bn=[`a`,`code`,`pre`];function Vn({text:e,choices:t},n){if(!e.includes(`@`))return{ranges:[],doubts:[]};let r=new Set(n.map(({id:e})=>e)),i=Un(e),a=({start:e,end:t})=>i.some(n=>n.start<t&&n.end>e),o=t.filter(t=>r.has(t.id)&&!a(t)&&zt(e,t.start,t.end)),s=({start:e,end:t})=>o.every(n=>n.end<=e||n.start>=t),c=n.filter(({id:e})=>e!==`all`),l=Rt(e,r.has(`all`)?Ft(c):c).filter(e=>s(e)&&!a(e)),u=l.flatMap(({start:e,end:t,ids:[n=``,...r]})=>r.length>0?[]:{start:e,end:t,id:n});return{ranges:[...o,...u].sort((e,t)=>e.start-t.start),doubts:l.filter(e=>e.ids.length>1)}}function Hn(e,t){let n=oe(e.text),{ranges:r}=Vn(W(W(e,e.text.trimEnd()),n),t),i=[...new Set(r.map(({id:e})=>e))];return i.length>0?{mentions:i,spans:Tt(n,r.slice(0,100))}:{}}function Un(e){let t=[],n=[],r=0;for(let{written:i,enter:a,leave:o}of Ln(e)){let e=r;r+=i.length,a&&n.push(Bn.includes(a.name));let s=t.at(-1);n.includes(!0)&&(s?.end===e?s.end=r:t.push({start:e,end:r})),o&&n.pop()}r=0;for(let n of le(e))n.address&&t.push({start:r,end:r+n.text.length}),r+=n.text.length;return t}var Wn=/* @__PURE__ */ U({Mentions:()=>Zn,mentionedBy:()=>Xn});const Gn=/* @__PURE__ */ new WeakMap;let Kn=null;function qn({chat:e,conversation:t,intent:n}){return n.kind===`edit`?Gn.get(n)??{text:n.text,choices:Bt(n,t.members)}:e.drafts.chosen(t.id)}function Jn({chat:e,conversation:t,intent:n},r){n.kind===`edit`?Gn.set(n,r):e.drafts.choose(t.id,r)}function Yn({chat:e,conversation:t,intent:n}){let r=n.kind===`edit`&&n.mentions?.includes(`all`)?{...t.settings,mention_all:`everybody`}:t.settings;return St({...t,settings:r},e.me)}function Xn(e,t){let{conversation:n,intent:r}=e,i=W(qn(e),t),a=r.kind===`edit`?Bt(r,n.members):[];return{isOther:JSON.stringify(i.choices)!==JSON.stringify(a),called:Hn(i,Yn(e))}}function Zn({conversation:e,intent:t,typed:n,input:r,replace:a}){let o={chat:L(),conversation:e,intent:t},s=f(),c=_(new Xt),[l,u]=k(()=>r.current?.selectionEnd??0),[d,p]=k(0),[m,h]=k(-1),[v,y]=k(null),b=i(()=>Yn(o),[e,t]),ee=W(qn(o),n),{doubts:x}=Vn(ee,b),S=l<=n.length?Ct(n.slice(0,l)):null;S!==null&&g();let C=v?.start??(S===null?-1:l-S.length-1),te=v?.end??l,w=v?b.filter(({id:e})=>v.ids.includes(e)):S===null||C===m||ee.choices.some(e=>e.start===C)?[]:wt(b,S,6),T=Math.min(d,w.length-1),D=w.length>0,O=()=>{let e=r.current?.selectionEnd??0;e!==l&&(u(e),p(0),y(null))},ne=e=>{Jn(o,e),c.current.note(e)},re=({id:e,name:t})=>{c.current.note(ee);let r=`@${t}${v||/^\s/.test(n.slice(te))?``:` `}`;y(null),a(C,te,r);let i=W(ee,n.slice(0,C)+r+n.slice(te),C+r.length);ne({...i,choices:qt(i.choices,{start:C,end:C+1+t.length,id:e})})},ie=e=>{let t=w[T];if(t&&!e.isComposing&&e.keyCode!==229){if(e.key===`ArrowDown`)p((T+1)%w.length);else if(e.key===`ArrowUp`)p((T+w.length-1)%w.length);else if(e.key===`Enter`||e.key===`Tab`)re(t);else if(e.key===`Escape`)h(C),y(null);else return;e.preventDefault(),e.stopImmediatePropagation()}},ae=({inputType:e=``})=>{let{value:t,selectionEnd:n}=r.current,i=qn(o);c.current.note(i);let a=e.startsWith(`history`)?c.current.of(t):void 0,s=a?{text:t,choices:a}:W(i,t,n);ne(Kn&&/^insertFrom(Paste|Drop)$/.test(e)?Yt(s,Kn,n):s),O()},oe=()=>{let{value:e,selectionStart:t,selectionEnd:n}=r.current;Kn=Jt(W(qn(o),e),t,n)};Qn(r,{keydown:ie,input:ae,copy:oe,cut:oe,keyup:O,click:O}),E(()=>{let e=r.current;if(e&&D)return e.setAttribute(`aria-autocomplete`,`list`),e.setAttribute(`aria-controls`,s),e.setAttribute(`aria-activedescendant`,`${s}-${T}`),()=>{for(let t of[`autocomplete`,`controls`,`activedescendant`])e.removeAttribute(`aria-${t}`)}},[D,T]);let[j]=x,M=ee.choices.filter(({id:e})=>e!==`all`&&!b.some(t=>t.id===e)),se=[...new Set(M.map(({start:e,end:t})=>n.slice(e,t)))];return P`${D&&P`<${$n} id=${s} offered=${w} at=${T} onPick=${re} />`}
    ${j&&!D&&P`<p class="mention-doubt" role="status">
        <span dir="auto">${A(`mention.doubt`,{name:n.slice(j.start,j.end)})}</span>${` `}
        <button
          type="button"
          class="link-button"
          onClick=${()=>{r.current?.focus(),y(j),p(0)}}
        >
          ${A(`mention.ask`)}
        </button>
      </p>`}
    ${se.length>0&&!D&&P`<p class="mention-doubt" role="status">
        ${se.map(e=>P`<span key=${e} dir="auto">${A(`mention.left`,{name:e})}</span>`)}
      </p>`}`}function Qn(e,t){let n=_(t);n.current=t,E(()=>{let r=e.current,i=e=>n.current[e.type]?.(e);for(let e of Object.keys(t))r?.addEventListener(e,i,!0);return()=>{for(let e of Object.keys(t))r?.removeEventListener(e,i,!0)}},[])}function $n({id:e,offered:t,at:n,onPick:r}){return P`<ul id=${e} class="mention-list" role="listbox" aria-label=${A(`mention.label`)}>
    ${t.map((t,i)=>P`<li
        key=${t.id}
        id=${`${e}-${i}`}
        role="option"
        aria-selected=${i===n}
        onMouseDown=${e=>{e.preventDefault(),r(t)}}
      >
        ${t.id===`all`?P`<span class="avatar plain small" aria-hidden="true"><${H} name="group" /></span>`:P`<${O} id=${t.id} name=${t.name} avatar=${t.avatar} size="small" />`}
        <bdi>${t.name}</bdi>${t.id!==`all`&&P`<span class="mention-login">@${t.login}</span>`}
      </li>`)}
  </ul>`}o({en:{"emoji.more":`More emoji`,"list.mark-read":`Mark as read`,"list.pin":`Pin to the top`,"list.unpin":`Unpin`,"message.copy":`Copy text`,"message.pin":`Pin for everybody`,"message.react-with":`React with {emoji}`,"message.readers":`Who has read it`,"message.recall":`Recall`,"message.select":`Select text`,"message.unpin":`Unpin`,"mute.always":`Mute until I say otherwise`,"mute.day":`Mute for a day`,"mute.hour":`Mute for an hour`,"mute.off":`Unmute`,"readers.delivered":`Delivered to`,"readers.read":`Read by`,"readers.waiting":`Not yet delivered to`,"recall.ask":`Recall this message for everybody? It can’t be brought back.`,"recall.ask-other":`Recall this message of somebody else for everybody? It can’t be brought back.`},zh:{"emoji.more":`更多表情`,"list.mark-read":`标为已读`,"list.pin":`置顶`,"list.unpin":`取消置顶`,"message.copy":`复制文字`,"message.pin":`为所有人置顶`,"message.react-with":`用 {emoji} 回应`,"message.readers":`谁已读`,"message.recall":`撤回`,"message.select":`选择文字`,"message.unpin":`取消置顶`,"mute.always":`一直免打扰`,"mute.day":`免打扰一天`,"mute.hour":`免打扰一小时`,"mute.off":`取消免打扰`,"readers.delivered":`已送达`,"readers.read":`已读`,"readers.waiting":`尚未送达`,"recall.ask":`为所有人撤回此消息？撤回后无法恢复。`,"recall.ask-other":`为所有人撤回这条他人的消息？撤回后无法恢复。`}});var er=/* @__PURE__ */ U({ConversationMenu:()=>nr});const tr=36e5;function nr({conversation:e,onClose:n}){let r=L(),{api:i}=I(),{id:a,preferences:o={},last_seq:s,unread:c=0}=e,l=x(e,Date.now()),u=e=>()=>{R(i.setPreferences(a,{...o,...e})),n()};return P`<ul class="menu">
    ${c>0&&P`<${rr} icon="checks" label=${A(`list.mark-read`)} onClick=${()=>{r.session.markRead(a,s),n()}} />`}
    <${rr} icon="pin" label=${A(o.pinned?`list.unpin`:`list.pin`)} onClick=${u({pinned:!o.pinned})} />
    ${l?P`<${rr} icon="mute" label=${A(`mute.off`)} onClick=${u({muted_until:0,...o.notify===`nothing`&&{notify:`all`}})} />`:P`<${rr} icon="mute" label=${A(`mute.hour`)} onClick=${u({muted_until:Date.now()+tr})} />
          <${rr} icon="mute" label=${A(`mute.day`)} onClick=${u({muted_until:Date.now()+24*tr})} />
          <${rr} icon="mute" label=${A(`mute.always`)} onClick=${u({muted_until:t})} />`}
    <li>
      <a class="menu-item" href=${B.people(a)} onClick=${n}><${H} name="info" /><span>${A(`people.title`)}</span></a>
    </li>
  </ul>`}function rr({icon:e,label:t,onClick:n}){return P`<li>
    <button type="button" class="menu-item" onClick=${n}><${H} name=${e} /><span>${t}</span></button>
  </li>`}function ir({conversation:e}){let{api:t}=I(),{session:n}=L(),[r,i]=k(0),{busy:a,error:o,run:s}=V(async a=>{n.learn(await t.addMember(e.id,a.id)),i(r+1)});return P`${o&&P`<p class="alert" role="alert">${c(o)}</p>`}
    <${nt}
      label=${A(`group.add`)}
      without=${e.members.map(({id:e})=>e)}
      busy=${a}
      autofocus
      turn=${r}
      onPick=${s}
    />`}const ar=ne(()=>Promise.all([import(`./avatar-editor.js`),we(new URL(`./later.css`,import.meta.url).href)]).then(([e])=>e.AvatarEditor));function or({subject:e,title:t,label:n,save:r,remove:i}){let[a,o]=k(void 0),s=()=>o(void 0);return P`<button
      type="button"
      class="avatar-choice"
      aria-label=${n}
      title=${n}
      onClick=${()=>o(null)}
      onDrop=${e=>e.dataTransfer?.files[0]&&o(e.dataTransfer.files[0])}
    >
      <${O} ...${e} size="large" />
      <span class="avatar-badge"><${H} name="edit" /></span>
    </button>
    ${a!==void 0&&P`<${he} label=${t} kind="sheet" onClose=${s}>
      <${ar} subject=${e} title=${t} first=${a} save=${r} remove=${i} onClose=${s} />
    <//>`}`}function sr(e,t){let n=_(e),r=_(Promise.resolve(!0));return C(()=>{n.current=e},[e]),e=>(r.current=r.current.then(async()=>{let r=n.current,i={...r,...e};n.current=i;let a=await R(t(i));return!a&&n.current===i&&(n.current=r),a}),r.current)}function cr(e,t){let[n,r]=k(null);return C(()=>r(t=>t?.value===e?null:t),[e]),[n?n.value:e,async e=>{let n={value:e},i=()=>r(e=>e===n?null:e);r(n);let a=!1;try{a=await t(e)!==!1}finally{a?setTimeout(i,5e3):i()}}]}function G({legend:e,options:t,value:n,disabled:r=!1,onChoose:i}){let[a,o]=cr(n,i);return P`<fieldset class="choice" disabled=${r}>
    <legend>${e}</legend>
    <div class="segments">
      ${Object.entries(t).map(([t,n])=>P`<label class="segment">
          <input type="radio" name=${e} checked=${t===a} onChange=${()=>o(t)} />
          <span>${n}</span>
        </label>`)}
    </div>
  </fieldset>`}function lr({label:e,hint:t,on:n,disabled:r=!1,onChange:i}){let[a,o]=cr(n,i);return P`<label class="switch">
    <span class="switch-text">
      <span>${e}</span>
      ${t&&P`<span class="note">${t}</span>`}
    </span>
    <input
      type="checkbox"
      role="switch"
      checked=${a}
      disabled=${r}
      onChange=${e=>o(e.target.checked)}
    />
  </label>`}o({en:{"avatar.change-group":`Change the group’s picture`,"avatar.group":`Picture of the group`,"block.hint":`While somebody is blocked, neither of you can write to the other directly.`,"block.off":`Unblock`,"block.on":`Block`,"composer.why.announcements":`Only owners and admins write in this group.`,"composer.why.blocked":`You have blocked this person.`,"composer.why.gone":`This person’s account doesn’t exist any more.`,"composer.why.silenced":`You are silenced in this group. Ask one of its admins.`,"group.leave":`Leave the group`,"group.leave-ask":`You will no longer see what is written in this group.`,"group.leave-sure":`Yes, leave`,"list.pin-label":`On top of your list`,"member.ban":`Remove for good`,"member.ban-ask":`Remove {name} for good? Nobody can add them again until the ban is lifted.`,"member.make-admin":`Make an admin`,"member.make-member":`Make a simple member`,"member.make-owner":`Make an owner`,"member.menu":`What to do about {name}`,"member.remove":`Remove from the group`,"member.remove-ask":`Remove {name} from the group?`,"member.silence":`Silence`,"member.silenced":`Silenced`,"member.unsilence":`Let speak again`,"member.write":`Write directly`,"mute.hint":`Nothing of it calls for you; it still counts what is unread.`,"mute.label":`Mute`,"notify.all":`All`,"notify.mentions":`Mentions`,"notify.nothing":`Nothing`,"notify.title":`Notify me of`,"people.members":`Members`,"people.title-of":`Details: {name}`,"pins.of":`Pinned message {number} of {count}`,"pins.single":`Pinned message`},zh:{"avatar.change-group":`更换群头像`,"avatar.group":`群头像`,"block.hint":`屏蔽期间，你们双方都不能互发私聊消息。`,"block.off":`取消屏蔽`,"block.on":`屏蔽`,"composer.why.announcements":`该群组只有群主和管理员可以发言。`,"composer.why.blocked":`您已屏蔽此人。`,"composer.why.gone":`对方的账号已不存在。`,"composer.why.silenced":`您在该群组中已被禁言，请联系管理员。`,"group.leave":`退出群组`,"group.leave-ask":`退出后将看不到该群组的消息。`,"group.leave-sure":`确定退出`,"list.pin-label":`置顶于列表`,"member.ban":`永久移除`,"member.ban-ask":`永久移除{name}？解除前任何人都不能再将其加入。`,"member.make-admin":`设为管理员`,"member.make-member":`设为普通成员`,"member.make-owner":`设为群主`,"member.menu":`对{name}的操作`,"member.remove":`移出群组`,"member.remove-ask":`将{name}移出群组？`,"member.silence":`禁言`,"member.silenced":`已禁言`,"member.unsilence":`解除禁言`,"member.write":`发私聊`,"mute.hint":`不再提醒，但仍会统计未读消息。`,"mute.label":`免打扰`,"notify.all":`全部`,"notify.mentions":`仅提及`,"notify.nothing":`不提醒`,"notify.title":`提醒我`,"people.members":`成员`,"people.title-of":`{name}的详情`,"pins.of":`置顶消息 {number}/{count}`,"pins.single":`置顶消息`}}),o({en:{"rules.admins":`Owners, admins`,"rules.banned":`Removed for good`,"rules.days":`{count} days`,"rules.everybody":`Everybody`,"rules.forever":`For ever`,"rules.from-beginning":`Everything`,"rules.from-joining":`From joining on`,"rules.history":`What newcomers see`,"rules.mention-all":`Who may mention everyone`,"rules.posting":`Who writes`,"rules.retention":`How long messages are kept`,"rules.title":`Rules of the group`,"rules.unban":`Lift`},zh:{"rules.admins":`群主和管理员`,"rules.banned":`已永久移除`,"rules.days":`{count} 天`,"rules.everybody":`所有人`,"rules.forever":`永久`,"rules.from-beginning":`全部消息`,"rules.from-joining":`加入之后`,"rules.history":`新成员可见`,"rules.mention-all":`谁可以提及所有人`,"rules.posting":`谁可以发言`,"rules.retention":`消息保留时间`,"rules.title":`群组规则`,"rules.unban":`解除`}});const ur=86400,dr=[0,ur,7*ur,30*ur,365*ur];function fr({conversation:e}){let{api:t}=I(),{session:n}=L(),[r,i]=k(e.title),{busy:a,error:o,run:s}=V(async()=>n.learn(await t.changeGroup(e.id,{title:r.trim()}))),l=r.trim()!==``&&r.trim()!==e.title;return P`<form
    class="form inset"
    onSubmit=${e=>{e.preventDefault(),s()}}
  >
    <${z}
      label=${A(`group.title`)}
      error=${o?c(o):void 0}
      value=${r}
      onInput=${i}
      maxlength=${100}
    />
    ${l&&P`<button class="button primary" disabled=${a}>${A(`group.rename`)}</button>`}
  </form>`}function pr({conversation:e}){let{api:t}=I(),{session:n}=L(),{id:r,settings:i={}}=e,[a,o]=k(!1),{posting:s=`everybody`,mention_all:c=`admins`,history:l=`beginning`,retention_s:u=0}=i,d=sr(i,e=>t.changeGroup(r,{settings:e}).then(e=>n.learn(e))),[f,p]=cr(u,e=>d({retention_s:e}));if(!a)return P`<div class="inset">
      <button type="button" class="button quiet" aria-expanded="false" onClick=${()=>o(!0)}>${A(`rules.title`)}</button>
    </div>`;let m={everybody:A(`rules.everybody`),admins:A(`rules.admins`)},h=[.../* @__PURE__ */ new Set([...dr,u,f])].sort((e,t)=>e-t);return P`<h2 class="section-title">${A(`rules.title`)}</h2>
    <${G} legend=${A(`rules.posting`)} options=${m} value=${s} onChoose=${e=>d({posting:e})} />
    <${G} legend=${A(`rules.mention-all`)} options=${m} value=${c} onChoose=${e=>d({mention_all:e})} />
    <${G}
      legend=${A(`rules.history`)}
      options=${{beginning:A(`rules.from-beginning`),joining:A(`rules.from-joining`)}}
      value=${l}
      onChoose=${e=>d({history:e})}
    />
    <div class="inset field">
      <label for="retention">${A(`rules.retention`)}</label>
      <select
        id="retention"
        value=${String(f)}
        onChange=${e=>p(Number(e.target.value))}
      >
        ${h.map(e=>P`<option key=${e} value=${String(e)}>${e===0?A(`rules.forever`):A(`rules.days`,{count:Math.round(e/ur)})}</option>`)}
      </select>
    </div>
    <${mr} id=${r} />`}function mr({id:e}){let{api:t}=I(),[n,r]=k([]),i=()=>R(t.bans(e).then(({users:e})=>r(e)));if(C(()=>{i()},[e]),n.length===0)return null;let a=async n=>{await R(t.ban(e,n,!1)),await i()};return P`<h2 class="section-title">${A(`rules.banned`)}</h2>
    <ul class="rows">
      ${n.map(e=>P`<li key=${e.id} class="row still">
        <${O} id=${e.id} name=${e.name} avatar=${e.avatar} size="small" />
        <span class="row-main"><span class="row-title"><bdi>${e.name}</bdi></span></span>
        <button type="button" class="button quiet small" onClick=${()=>a(e.id)}>${A(`rules.unban`)}</button>
      </li>`)}
    </ul>`}function hr({conversation:e,member:t}){let n=L(),[r,i]=k(null),a=t.id===n.me,o=n.people.online.value.has(t.id);return P`<li class="row still">
    <${O} id=${t.id} name=${t.name} avatar=${t.avatar} online=${o} />
    <span class="row-main">
      <span class="row-title">
        <bdi>${t.name}</bdi>${` `} ${a&&P`<span class="row-sub">${A(`people.me`)}</span>`}
      </span>
      <span class="row-sub">@${t.login}</span>
    </span>
    ${t.silenced&&P`<span class="tag">${A(`member.silenced`)}</span>`}
    ${t.role!==`member`&&P`<span class="tag">${A(`role.${t.role}`)}</span>`}
    ${!a&&P`<button
      type="button"
      class="icon-button"
      aria-label=${A(`member.menu`,{name:t.name})}
      title=${A(`member.menu`,{name:t.name})}
      onClick=${e=>i(e.currentTarget.getBoundingClientRect())}
    >
      <${H} name="more" />
    </button>`}
    ${r&&P`<${he} label=${t.name} anchor=${r} kind="menu" onClose=${()=>i(null)}>
      <${gr} conversation=${e} member=${t} onClose=${()=>i(null)} />
    <//>`}
  </li>`}function gr({conversation:e,member:t,onClose:n}){let r=L(),{api:i}=I(),[a,o]=k(null),{id:s,role:c}=e,l=c!==`member`,u=t.role===`owner`&&c!==`owner`,d=e=>async()=>{n(),await R(e())},f=async()=>{let e=await i.direct(t.id);r.session.learn(e),F(B.conversation(e.id))},p=e=>d(async()=>r.session.learn(await i.addMember(s,t.id,e)));if(dt(()=>o(null),a!==null),a){let e=a===`ban`?()=>i.ban(s,t.id,!0):()=>i.removeMember(s,t.id);return P`<div class="confirm">
      <p>${A(a===`ban`?`member.ban-ask`:`member.remove-ask`,{name:t.name})}</p>
      <div class="confirm-buttons">
        <button type="button" class="button quiet" onClick=${n}>${A(`cancel`)}</button>
        <button type="button" class="button danger" onClick=${d(e)}>
          ${A(a===`ban`?`member.ban`:`member.remove`)}
        </button>
      </div>
    </div>`}return P`<ul class="menu">
    <${K} icon="talk" label=${A(`member.write`)} onClick=${d(f)} />
    ${l&&!u&&t.role!==`admin`&&P`<${K} icon="up" label=${A(`member.make-admin`)} onClick=${p(`admin`)} />`}
    ${c===`owner`&&t.role!==`owner`&&P`<${K} icon="up" label=${A(`member.make-owner`)} onClick=${p(`owner`)} />`}
    ${l&&!u&&t.role!==`member`&&P`<${K} icon="down" label=${A(`member.make-member`)} onClick=${p(`member`)} />`}
    ${l&&t.role===`member`&&P`<${K}
      icon="mute"
      label=${A(t.silenced?`member.unsilence`:`member.silence`)}
      onClick=${d(()=>i.silence(s,t.id,!t.silenced))}
    />`}
    ${l&&!u&&P`<${K} icon="close" danger label=${A(`member.remove`)} onClick=${()=>o(`remove`)} />`}
    ${l&&!u&&P`<${K} icon="warning" danger label=${A(`member.ban`)} onClick=${()=>o(`ban`)} />`}
  </ul>`}function K({icon:e,label:t,danger:n=!1,onClick:r}){return P`<li>
    <button type="button" class=${n?`menu-item danger`:`menu-item`} onClick=${r}>
      <${H} name=${e} /><span>${t}</span>
    </button>
  </li>`}function q({title:e,label:t=e,back:n,onClose:r,footer:i,children:a}){return P`<section class="panel" aria-label=${t}>
    <header class="bar">
      ${n&&P`<a class="icon-button" href=${n} data-up aria-label=${A(`back`)} title=${A(`back`)}><${H} name="back" /></a>`}
      <h1 class="bar-title" tabindex=${r&&`-1`} ref=${r&&h}>${e}</h1>
      ${r&&P`<button type="button" class="icon-button" aria-label=${A(`close`)} title=${A(`close`)} onClick=${r}><${H} name="close" /></button>`}
    </header>
    <div class="panel-body">${a}</div>
    ${i&&P`<footer class="panel-foot">${i}</footer>`}
  </section>`}var _r=/* @__PURE__ */ U({DetailsPanel:()=>vr});function vr({id:e,beside:t=!1}){let n=L(),r=n.conversation(e);if(!r)return null;let{kind:i,role:a,members:o,member_count:c=o.length}=r,l=s(r,n.me),d=i===`direct`?De(r,n.me):null,f=i===`group`&&a!==`member`,p=t?{label:A(`people.title-of`,{name:l.name}),onClose:()=>se(!1)}:{back:B.conversation(e)};return P`<${q} title=${A(`people.title`)} ...${p}>
    <div class="profile">
      ${f?P`<${yr} subject=${l} />`:P`<${O} ...${l} size="large" />`}
      <p class="profile-name"><bdi>${l.name}</bdi></p>
      <p class="profile-login">${i===`group`?u(`group.members`,c):d?.login&&`@${d.login}`}</p>
    </div>
    <${br} conversation=${r} />
    ${f&&P`<${fr} key=${`rename ${e}`} conversation=${r} />`}
    ${f&&P`<${pr} key=${`settings ${e}`} conversation=${r} />`}
    ${f&&P`<${xr} key=${`add ${e}`} conversation=${r} />`}
    ${i===`group`&&P`<h2 class="section-title">${A(`people.members`)}</h2>
      <ul class="rows">
        ${o.map(e=>P`<${hr} key=${e.id} conversation=${r} member=${e} />`)}
      </ul>`}
    ${c>o.length&&P`<p class="empty-note">${u(`people.others`,c-o.length)}</p>`}
    ${i===`group`?P`<${Sr} id=${e} />`:d?.login&&P`<${Cr} user=${d.id} />`}
  <//>`}function yr({subject:e}){let{api:t}=I(),{session:n}=L();return P`<${or}
    subject=${e}
    title=${A(`avatar.group`)}
    label=${A(`avatar.change-group`)}
    save=${async(r,i)=>n.learn(await t.setGroupAvatar(e.id,r,i))}
    remove=${()=>t.removeGroupAvatar(e.id)}
  />`}function br({conversation:e}){let{api:n}=I(),{id:r,kind:i,preferences:a={}}=e,o=i===`group`?{all:A(`notify.all`),mentions:A(`notify.mentions`),nothing:A(`notify.nothing`)}:{all:A(`notify.all`),nothing:A(`notify.nothing`)},s=sr(a,e=>n.setPreferences(r,e));return P`<${G}
      legend=${A(`notify.title`)}
      options=${o}
      value=${a.notify??`all`}
      onChoose=${e=>s({notify:e})}
    />
    <${lr}
      label=${A(`mute.label`)}
      hint=${A(`mute.hint`)}
      on=${x({...e,preferences:{muted_until:a.muted_until??0}},Date.now())}
      onChange=${e=>s({muted_until:e?t:0})}
    />
    <${lr}
      label=${A(`list.pin-label`)}
      on=${a.pinned??!1}
      onChange=${e=>s({pinned:e})}
    />`}function xr({conversation:e}){let[t,n]=k(!1);return dt(()=>n(!1),t),P`${t&&P`<${ir} conversation=${e} />`}
    <div class="inset">
      <button type="button" class="button quiet" onClick=${()=>n(!t)}>${A(t?`group.add-done`:`group.add`)}</button>
    </div>`}function Sr({id:e}){let{api:t}=I(),{me:n}=L(),[r,i]=k(!1),{busy:a,error:o,run:s}=V(async()=>{await t.removeMember(e,n),F(B.home,{replace:!0})});return P`<div class="sign-out">
    ${o&&P`<p class="alert" role="alert">${c(o)}</p>`}
    ${r&&P`<p class="alert" role="alert">${A(`group.leave-ask`)}</p>`}
    <button type="button" class="button danger" disabled=${a} onClick=${()=>r?s():i(!0)}>
      ${A(r?`group.leave-sure`:`group.leave`)}
    </button>
  </div>`}function Cr({user:e}){let{api:t}=I(),n=L().blocked.value.has(e),{busy:r,error:i,run:a}=V(()=>t.block(e,!n));return P`<div class="sign-out">
    ${i&&P`<p class="alert" role="alert">${c(i)}</p>`}
    <p class="note">${A(`block.hint`)}</p>
    <button type="button" class=${n?`button quiet`:`button danger`} disabled=${r} onClick=${()=>a()}>
      ${A(n?`block.off`:`block.on`)}
    </button>
  </div>`}var wr=/* @__PURE__ */ U({NewChat:()=>Tr});function Tr(){let{api:e}=I(),{session:t,me:n}=L(),{busy:r,error:i,run:a}=V(async n=>{let r=await e.direct(n.id);t.learn(r),F(B.conversation(r.id),{replace:!0})});return P`<${q} title=${A(`new.title`)} back=${B.home}>
    <a class="row accent" href=${B.group}>
      <span class="avatar plain"><${H} name="group" /></span>
      <span class="row-main"><span class="row-title">${A(`group.new`)}</span></span>
    </a>
    ${i&&P`<p class="alert" role="alert">${c(i)}</p>`}
    <${nt} label=${A(`people.search`)} without=${[n]} busy=${r} autofocus onPick=${a} />
  <//>`}var Er=/* @__PURE__ */ U({NewGroup:()=>Dr});function Dr(){let{api:e}=I(),{session:t,me:n}=L(),[r,a]=k(``),[o,s]=k([]),l=o.map(({id:e})=>e),d=i(b,[r.trim(),l.join()]),f=e=>s(l.includes(e.id)?o.filter(({id:t})=>t!==e.id):[...o,e]),{busy:p,error:m,run:h}=V(async()=>{let n=await e.group(r.trim(),l,d);t.learn(n),F(B.conversation(n.id),{replace:!0})}),g=P`<button type="submit" form="new-group" class="button primary" disabled=${p||!r.trim()}>
    ${o.length===0?A(`group.create-empty`):u(`group.create`,o.length)}
  </button>`;return P`<${q} title=${A(`group.new`)} back=${B.new} footer=${g}>
    <form
      id="new-group"
      class="form inset"
      onSubmit=${e=>{e.preventDefault(),h()}}
    >
      ${m&&P`<p class="alert" role="alert">${c(m)}</p>`}
      <${z} label=${A(`group.title`)} value=${r} onInput=${a} maxlength=${100} autofocus required />
      ${o.length>0&&P`<ul class="chips" aria-label=${A(`group.chosen`)}>
        ${o.map(e=>P`<li key=${e.id}>
            <button
              type="button"
              class="chip"
              aria-label=${A(`group.unpick`,{name:e.name})}
              onClick=${()=>f(e)}
            >
              <bdi>${e.name}</bdi><${H} name="close" />
            </button>
          </li>`)}
      </ul>`}
    </form>
    <${nt} label=${A(`people.search`)} without=${[n]} chosen=${l} onPick=${f} />
  <//>`}var Or=/* @__PURE__ */ U({NoComposer:()=>kr});function kr({conversation:e,why:t}){let{me:n}=L(),{api:r}=I(),i=De(e,n),[a,o]=k(!1);return P`<div class="no-composer" role="note">
    <p>${A(`composer.why.${t}`)}</p>
    ${t===`blocked`&&P`<button type="button" class="button quiet" disabled=${a} onClick=${async()=>{o(!0),i&&await R(r.block(i.id,!1)),o(!1)}}>${A(`block.off`)}</button>`}
  </div>`}o({en:{"beginning.add":`Add people`,"beginning.alone":`You are the only one here so far. Add the people whom this group is for.`,"beginning.direct":`No messages here yet. Only the two of you are in this conversation.`,"beginning.group":`No messages here yet. In this group are:`,"beginning.label":`The beginning of this conversation`,"beginning.members":`In this group`,"beginning.write":`Write the first message`,"conversation.gone":`You are no longer in “{name}”.`,"conversation.missing":`This conversation doesn’t exist, or you are no longer in it.`,"conversation.none":`Choose a conversation, or start a new one`,"conversation.none-yet":`Your conversations open here`,"list.group-hint":`For a class, a team or the family`,"list.invite-hint":`A link with which others make an account`,"list.none":`No chats yet`,"list.none-hint":`Whoever writes to you appears here. Or begin yourself:`,"list.set-up":`Set up this device`,"list.set-up-hint":`Notifications, language, appearance`,"list.start":`Start a chat`,"list.start-hint":`Choose somebody and write the first message`},zh:{"beginning.add":`添加成员`,"beginning.alone":`目前群里只有您一人。添加成员，开始聊天吧。`,"beginning.direct":`这里还没有消息。此会话只有你们两人。`,"beginning.group":`这里还没有消息。群组成员：`,"beginning.label":`会话的开始`,"beginning.members":`群组成员`,"beginning.write":`发送第一条消息`,"conversation.gone":`您已不在“{name}”中。`,"conversation.missing":`该会话不存在，或您已不在其中。`,"conversation.none":`选择一个会话，或发起新的聊天`,"conversation.none-yet":`会话将在这里打开`,"list.group-hint":`适合班级、团队或家人`,"list.invite-hint":`生成链接，对方可自行注册账号`,"list.none":`还没有聊天`,"list.none-hint":`收到的消息会显示在这里。您也可以主动开始：`,"list.set-up":`设置此设备`,"list.set-up-hint":`通知、语言和外观`,"list.start":`发起聊天`,"list.start-hint":`选择一个人，发出第一条消息`}});var Ar=/* @__PURE__ */ U({NothingOpen:()=>jr});function jr(){let{conversations:e}=L();return P`<div class="pane-empty">
    <${H} name="talk" />
    <p>${A(e.value.length>0?`conversation.none`:`conversation.none-yet`)}</p>
  </div>`}var Mr=/* @__PURE__ */ U({PersonCard:()=>Nr});function Nr({conversation:e}){if(!ue.value)return null;let{id:t,written:n,anchor:r}=ue.value,i=()=>{ue.value=null};return P`<${he} label=${A(`mention.who`)} anchor=${r} kind="person-card" onClose=${i}>
    ${t===`all`?P`<div class="person-head">
            <span class="avatar plain" aria-hidden="true"><${H} name="group" /></span>
            <p>${A(`mention.everybody`)}</p>
          </div>`:P`<${Pr} conversation=${e} id=${t} written=${n} onClose=${i} />`}
  <//>`}function Pr({conversation:e,id:t,written:n,onClose:r}){let i=L(),{api:a}=I(),o=e.members.find(e=>e.id===t),s=o??i.person(t),c=s?.name??n.slice(1),l=!o&&(e.member_count??0)<=e.members.length;return P`<div class="person-head">
      <${O} id=${t} name=${c} avatar=${s?.avatar} online=${i.people.online.value.has(t)} />
      <p class="row-main">
        <span class="row-title"><bdi>${c}</bdi></span>
        ${s?.login&&P`<span class="row-sub">@${s.login}</span>`}
        ${t===i.me&&P`<span class="row-sub">${A(`mention.me`)}</span>`}
        ${l&&P`<span class="row-sub">${A(`mention.unknown`)}</span>`}
      </p>
    </div>
    ${t!==i.me&&s?.login&&P`<button type="button" class="button primary" onClick=${async()=>{r();let e=a.direct(t).then(e=>{i.session.learn(e),F(B.conversation(e.id))});await R(e)}}>
      <${H} name="talk" />${A(`mention.write`)}
    </button>`}`}var Fr=/* @__PURE__ */ U({PinBar:()=>Ir});function Ir({conversation:{id:e,pins:t=[]}}){let[n,r]=k(0),i=t.length-1-n%Math.max(1,t.length),a=t[i];if(a===void 0)return null;let o=t.length>1?A(`pins.of`,{number:i+1,count:t.length}):A(`pins.single`);return P`<button
    type="button"
    class="pin-bar"
    onClick=${()=>{me(e,a),r(n+1)}}
  >
    <${H} name="pin" />
    <span class="pin-main"><span class="pin-label">${o}</span><${Se} key=${a} conv=${e} seq=${a} /></span>
  </button>`}o({en:{"files.chosen":`Files to send`,"files.drop":`Drop files here to send them to {name}`,"files.next":`Next picture`,"files.of":`{number} of {count}`,"files.open":`Open the picture {name}`,"files.play":`Play`,"files.previous":`Previous picture`,"files.remove":`Remove {name}`,"files.save":`Save`,"files.picture":`Picture ({format})`,"files.unplayable":`This browser can’t play it. Save the file and open it with another program.`,"files.uploading":`Uploading {name}`,"files.waiting":`The message is sent once the files are uploaded.`,"files.why.bad_request":`The upload was broken off. Remove the file and choose it again.`,"files.why.empty":`The file is empty.`,"files.why.folder":`Folders can’t be sent. Pack them into an archive first.`,"files.why.lost":`The page was closed during the upload. Remove the file and choose it again.`,"files.why.quota_full":`It has {size}, and you have room for {limit}. Recall messages with files that nobody needs, or ask an administrator for more space.`,"files.why.storage_full":`The server’s disk has no room for files. Try again later, or tell an administrator.`,"files.why.too_large":`It has {size}, and this server takes {limit}. Send a smaller one, or ask an administrator.`,"files.why.too_many_files":`A message takes ten files. Send the others with the next one.`},zh:{"files.chosen":`要发送的文件`,"files.drop":`将文件拖放到这里，发送给{name}`,"files.next":`下一张图片`,"files.of":`第 {number}/{count} 张`,"files.open":`打开图片 {name}`,"files.play":`播放`,"files.previous":`上一张图片`,"files.remove":`移除 {name}`,"files.save":`保存`,"files.picture":`图片（{format}）`,"files.unplayable":`此浏览器无法播放。请保存文件后用其他程序打开。`,"files.uploading":`正在上传 {name}`,"files.waiting":`文件上传完成后即发送消息。`,"files.why.bad_request":`上传已中断。请移除该文件后重新选择。`,"files.why.empty":`文件为空。`,"files.why.folder":`无法发送文件夹，请先打包成压缩文件。`,"files.why.lost":`上传期间页面被关闭。请移除该文件后重新选择。`,"files.why.quota_full":`文件大小为 {size}，您的剩余空间为 {limit}。请撤回不再需要的带文件的消息，或请管理员增加空间。`,"files.why.storage_full":`服务器磁盘空间不足，无法存放文件。请稍后再试，或联系管理员。`,"files.why.too_large":`文件大小为 {size}，此服务器的上限为 {limit}。请发送较小的文件，或联系管理员。`,"files.why.too_many_files":`每条消息最多十个文件，其余请随下一条发送。`}});const Lr=/^image\/(hei[cf])/;function Rr({name:e,size:t,type:n=``}){let[,r]=Lr.exec(n)??[];if(r)return`${A(`files.picture`,{format:r.toUpperCase()})} · ${bt(t)}`;let i=e.slice(e.lastIndexOf(`.`)+1);return i!==e&&i!==``&&i.length<=16?`${i.toUpperCase()} · ${bt(t)}`:bt(t)}var zr=/* @__PURE__ */ U({upload:()=>Vr});let Br=Promise.resolve();async function Vr(e,t){let n=await e.api.room().catch(()=>null),r=e.attached.of(e.conv).peek(),i=r.filter(({error:e})=>!e).length,a=(n?.used??0)+r.reduce((e,t)=>e+(t.error||t.stored?0:t.size),0),o=t.map(e=>{let{name:t,size:r,type:o}=e,s=Hr(e,i,n,a);return s?Oe({name:t,size:r,type:o,error:{message:``,hint:``,...s}}):(i+=1,a+=r,Oe({name:t,size:r,type:o,content:e}))});e.attached.set(e.conv,[...r,...o]);for(let t of o)t.error||Gr(e,t)}function Hr({size:e},t,n,r){return e===0?{code:`empty`}:t>=10?{code:`too_many_files`}:n&&e>n.max_file?{code:`too_large`,limit:n.max_file}:!n?.quota||r+e<=n.quota?null:{code:`quota_full`,limit:Math.max(0,n.quota-r)}}function Ur(e,t){let n={...t,error:null,share:0};qr(e,t.key,n),Gr(e,n)}function Wr({attached:e,conv:t},n){n.control.abort(),e.set(t,e.of(t).peek().filter(({key:e})=>e!==n.key))}function Gr(e,t){Br=Br.then(()=>Kr(e,t))}async function Kr(e,{key:t,name:n,content:r,control:i}){if(!r||i.signal.aborted)return;let a=0,o=n=>{Math.floor(n*50)!==a&&(a=Math.floor(n*50),qr(e,t,{share:n}))};try{qr(e,t,{stored:await e.api.upload(e.conv,r,n,{progress:o,signal:i.signal}),share:1})}catch(n){let r=N(n);r.code!==`aborted`&&qr(e,t,{error:r})}}function qr({attached:e,conv:t},n,r){let i=e.of(t).peek();i.some(e=>e.key===n)&&e.set(t,i.map(e=>e.key===n?{...e,...r}:e))}var Jr=/* @__PURE__ */ U({AttachedList:()=>Xr});const Yr={bad_request:`files.why.bad_request`,empty:`files.why.empty`,folder:`files.why.folder`,lost:`files.why.lost`,storage_full:`files.why.storage_full`,too_many_files:`files.why.too_many_files`};function Xr({conv:e,waiting:t}){let{attached:n,state:r}=L(),{api:i}=I(),a={attached:n,api:i,conv:e},o=n.of(e).value,s=r.value===`live`,c=Zr();return C(()=>{if(s)for(let t of n.of(e).peek())t.error?.code===`offline`&&Ur(a,t)},[s]),c?P`<div class="attached">
    <ul class="attached-list" aria-label=${A(`files.chosen`)}>
      ${o.map(e=>P`<${Qr} key=${e.key} file=${e} place=${a} />`)}
    </ul>
    ${t&&P`<p class="attached-note" role="status">${A(`files.waiting`)}</p>`}
  </div>`:null}function Zr(){let[e,t]=k(!1);return C(()=>{let e=()=>t(!0);we(new URL(`./later.css`,import.meta.url).href).then(e,e)},[]),e}function Qr({file:e,place:t}){let{name:n,stored:r,error:i,share:a,content:o}=e;return P`<li class=${i?`attached-file refused`:`attached-file`}>
    <span class="attached-face"><${$r} file=${e} /></span>
    <span class="attached-main">
      <bdi class="file-name">${n}</bdi>
      ${i?P`<span class="attached-why" role="alert">${ei(e,i)}</span>`:r?P`<span class="file-size">${Rr(e)}</span>`:P`<progress value=${a} max="1" aria-label=${A(`files.uploading`,{name:n})}></progress>`}
    </span>
    ${i?.retry&&o&&P`<button type="button" class="link-button" onClick=${()=>Ur(t,e)}>${A(`messages.retry`)}</button>`}
    <button
      type="button"
      class="attached-remove"
      aria-label=${A(`files.remove`,{name:n})}
      title=${A(`files.remove`,{name:n})}
      onClick=${()=>Wr(t,e)}
    >
      <${H} name="close" />
    </button>
  </li>`}function $r({file:{content:e,type:t}}){let[n,r]=k(``);return C(()=>{if(!e||!t.startsWith(`image/`))return;let n=URL.createObjectURL(e);return r(n),()=>URL.revokeObjectURL(n)},[e]),n?P`<img src=${n} alt="" onError=${()=>r(``)} />`:P`<${H} name="file" />`}function ei({size:e},t){if(t.limit!==void 0){let n=t.code===`too_large`?`files.why.too_large`:`files.why.quota_full`;return A(n,{size:bt(e),limit:bt(t.limit)})}return t.code in Yr?A(Yr[t.code]):c(t)}var ti=/* @__PURE__ */ U({DropZone:()=>ni});function ni({conv:e,name:t,onEnd:n}){let{attached:r}=L();return P`<div
    class="drop-zone"
    onDragOver=${e=>{e.preventDefault(),e.dataTransfer&&(e.dataTransfer.dropEffect=`copy`)}}
    onDragLeave=${n}
    onPointerMove=${n}
    onDrop=${t=>{t.preventDefault(),n();let i=[...t.dataTransfer?.items??[]].filter(({kind:e})=>e===`file`),a=i.filter(e=>!e.webkitGetAsEntry?.()?.isDirectory).flatMap(e=>e.getAsFile()??[]);a.length<i.length&&xe(A(`files.why.folder`)),a.length>0&&R(r.add(e,a))}}
  >
    <p><${H} name="attach" /> ${A(`files.drop`,{name:t})}</p>
  </div>`}async function ri(e,{id:t,name:n}){let{url:r}=await e.mediaLink(t),i=document.createElement(`a`);i.href=`${r}&download=1`,i.download=n,i.click()}function ii({file:e}){let{api:t}=I(),[n,r]=k(null),[i,a]=k(!1),o=_(0),s=e.type.startsWith(`video/`)?`video`:`audio`,c=async()=>r(await t.mediaLink(e.id));return n?P`<${s}
      class="file-player"
      src=${n.url}
      controls
      autoplay
      playsinline
      aria-label=${e.name}
      onLoadedMetadata=${e=>{e.target.currentTime=o.current}}
      onError=${e=>{n&&Date.now()>n.expires_at?(o.current=e.target.currentTime,R(c())):(r(null),a(!0),xe(A(`files.unplayable`)))}}
    ></${s}>`:P`<button
    type="button"
    class=${`file-card ${s}`}
    title=${e.name}
    onClick=${()=>R(i?ri(t,e):c())}
  >
    <span class="file-face"><${H} name=${i?`download`:`play`} /></span>
    <span class="file-main">
      <span class="hidden-text">${A(i?`files.save`:`files.play`)}${` `}</span>
      <bdi class="file-name">${e.name}</bdi>
      <span class="file-size">${Rr(e)}</span>
    </span>
  </button>`}const J=/* @__PURE__ */ new Map;function ai(e){return J.get(e)??null}async function oi(e,t){let n=J.get(t)??URL.createObjectURL(await si(e,t));J.delete(t),J.set(t,n);for(let[e,t]of J){if(J.size<=200)break;J.delete(e),URL.revokeObjectURL(t)}return n}async function si(e,t){let n=await globalThis.caches?.open(Me).catch(()=>void 0),r=await n?.match(`/${t}`);if(r)return r.blob();let i=await e.thumbnail(t);return n?.put(`/${t}`,new Response(i)).then(()=>ci(n)).catch(()=>{}),i}async function ci(e){for(let t of(await e.keys()).slice(0,-500))await e.delete(t)}function li(e){let t=document.createElement(`div`);document.body.append(t),M(P`<${ui} ...${e} onClose=${()=>{M(null,t),t.remove()}} />`,t)}function ui({api:e,state:t,pictures:n,first:r,onClose:i}){let[a,o]=k(n.indexOf(r)),s=n[a]??r,c=n.length>1,l=e=>o((a+e+n.length)%n.length);return P`<${_t} label=${s.name} kind="viewer" onClose=${i}>
    <div class="viewer-frame" onKeyDown=${e=>{!c||e.key!==`ArrowLeft`&&e.key!==`ArrowRight`||(e.preventDefault(),l(e.key===`ArrowLeft`?-1:1))}}>
      <header class="viewer-bar">
        <bdi class="file-name">${s.name}</bdi>
        ${c&&P`<span class="viewer-count" role="status">${A(`files.of`,{number:a+1,count:n.length})}</span>`}
        ${c&&P`<${di} icon="back" label=${A(`files.previous`)} onClick=${()=>l(-1)} />`}
        ${c&&P`<${di} icon="back" turned label=${A(`files.next`)} onClick=${()=>l(1)} />`}
        <${di} icon="download" label=${A(`files.save`)} onClick=${()=>R(ri(e,s))} />
        <${di} icon="close" label=${A(`close`)} onClick=${i} />
      </header>
      <div
        class="viewer-place"
        onClick=${e=>e.target===e.currentTarget&&i()}
      >
        <${fi} key=${s.id} api=${e} live=${t.value===`live`} file=${s} />
      </div>
    </div>
  <//>`}function di({icon:e,label:t,turned:n=!1,onClick:r}){return P`<button
    type="button"
    class=${n?`icon-button turned`:`icon-button`}
    aria-label=${t}
    title=${t}
    onClick=${r}
  >
    <${H} name=${e} />
  </button>`}function fi({api:e,live:t,file:n}){let[r,i]=k(``),[a,o]=k(!1),[s,l]=k(``);C(()=>{a||(l(``),e.mediaLink(n.id).then(e=>i(e.url),e=>l(c(N(e)))))},[t]);let u=ai(n.id),d={width:n.width,height:n.height};return P`${!a&&u&&P`<img class="viewer-picture" src=${u} alt="" ...${d} />`}
    ${r&&!s&&P`<img
        class=${a?`viewer-picture`:`viewer-picture coming`}
        src=${r}
        alt=${n.name}
        ...${d}
        onLoad=${()=>o(!0)}
        onError=${()=>l(A(`error.offline`))}
      />`}
    ${s&&P`<p class=${u?`viewer-error below`:`viewer-error`} role="alert">${s}</p>`}`}var pi=/* @__PURE__ */ U({FileView:()=>mi});function mi({file:e,files:t}){return ye(e)===`image`?P`<${hi} file=${e} files=${t} />`:/^(audio|video)\//.test(e.type)?P`<${ii} file=${e} />`:P`<${gi} file=${e} />`}function hi({file:e,files:t}){let{api:n}=I(),{state:r}=L(),i=r.value===`live`,[a,o]=k(ai(e.id)),[s,c]=k(!1);return C(()=>{let t=!0;if(!a)return oi(n,e.id).then(e=>t&&o(e),()=>t&&c(!0)),()=>{t=!1}},[e.id,i]),P`<button
    type="button"
    class="file-picture"
    aria-label=${A(`files.open`,{name:e.name})}
    title=${e.name}
    onClick=${()=>li({api:n,state:r,pictures:t.filter(e=>ye(e)===`image`),first:e})}
  >
    ${a?P`<img src=${a} alt="" />`:s&&P`<span class="file-missing"><${H} name="file" /><bdi class="file-name">${e.name}</bdi><span class="file-size">${Rr(e)}</span></span>`}
  </button>`}function gi({file:e}){let{api:t}=I();return P`<button type="button" class="file-card" title=${e.name} onClick=${()=>R(ri(t,e))}>
    <span class="file-face"><${H} name="file" /></span>
    <span class="file-main">
      <span class="hidden-text">${A(`files.save`)}${` `}</span>
      <bdi class="file-name">${e.name}</bdi>
      <span class="file-size">${Rr(e)}</span>
    </span>
    <${H} name="download" />
  </button>`}const _i={"emoji.group.0":`Smileys`,"emoji.group.1":`People`,"emoji.group.2":`Animals and nature`,"emoji.group.3":`Food`,"emoji.group.4":`Travel`,"emoji.group.5":`Activities`,"emoji.group.6":`Objects`,"emoji.group.7":`Symbols`,"emoji.groups":`Kinds of emoji`,"emoji.none":`No emoji is called that.`,"emoji.recent":`Recently used`,"emoji.search":`Search emoji`},vi={"emoji.group.0":`表情`,"emoji.group.1":`人物`,"emoji.group.2":`动物与自然`,"emoji.group.3":`食物`,"emoji.group.4":`旅行`,"emoji.group.5":`活动`,"emoji.group.6":`物品`,"emoji.group.7":`符号`,"emoji.groups":`表情分类`,"emoji.none":`没有找到这样的表情。`,"emoji.recent":`最近使用`,"emoji.search":`搜索表情`};var yi=/* @__PURE__ */ U({spellings:()=>Fi});const bi=new Intl.Collator(`en`,{usage:`search`,sensitivity:`base`}),xi=/[\u0780-\u07bf\u0900-\u1aaf\u1b00-\u1cff\ua800-\uabff\u{10a00}-\u{10a3f}\u{11000}-\u{11fff}\u{16f4f}-\u{16f92}]/u,Si=/[\u3099\u309a\u0e4d\u0ecd]/,Ci=/[\p{Cf}\u115f\u1160\u3164\uffa0]/u,wi=new Map([...ea(`æœøđðłħıґـ`,[`ae`,`oe`,`o`,`d`,`d`,`l`,`h`,`i`,`г`,``]),...ea(`ٱىیکة`,`اييكه`),...ea(`ךםןףץװױײ`,[...`כמנפצ`,`וו`,`וי`,`יי`]),...ea(`ぁぃぅぇぉっゃゅょゎゕゖㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ`,`あいうえおつやゆよわかけくしすとぬはひふへほむらりるれろ`)]),Ti=/[\u1100-\u11ff]+|[^\p{M}\uff9e\uff9f]?[\p{M}\uff9e\uff9f]+|\P{M}/gu,Ei=/[\p{L}\p{N}\p{M}]+/gu,Di=/[\p{L}\p{N}\p{M}]$/u,Y=RegExp(`[${[`Han`,`Hira`,`Kana`,`Hang`,`Thai`,`Laoo`,`Khmr`,`Mymr`,`Bopo`,`Yiii`].map(e=>`\\p{scx=${e}}`).join(``)}]`,`u`),Oi=RegExp(`(?=${Y.source})[\\p{L}\\p{N}]\\p{M}*|(?:(?!${Y.source})[\\p{L}\\p{N}\\p{M}])+`,`gu`),ki=RegExp(`(?:(?=${Y.source})[\\p{L}\\p{N}]\\p{M}*[^\\p{L}\\p{N}]*)+|(?:(?!${Y.source})[\\p{L}\\p{N}\\p{M}])+`,`gu`),Ai=/ङ्(?=[कखगघ])|ञ्(?=[चछजझ])|ण्(?=[टठडढ])|न्(?=[तथदध])|म्(?=[पफबभ])/g,ji=/^(?:[وبكف]?ال|لل)(?=[\p{L}\p{N}]{3})/u,Mi=/* @__PURE__ */ new Map;function X(e){return qi(e)?e.toLowerCase():Ji(e)}function Ni(e){let t=[e,Pi(e)].flatMap(e=>X(e).match(Ei)??[]),n=[...new Set(t)].sort((e,t)=>t.length-e.length);return e=>{if(n.length===0)return[];let t=Wi(e,n,X);if(Pi(e)===e)return t;let r=Wi(e,n,e=>X(Pi(e)));return[...t,...r.filter(([e,n])=>!t.some(t=>t[0]<n&&e<t[1]))].sort(([e],[t])=>e-t)}}function Pi(e){return e.normalize(`NFC`).replace(/[äöüÄÖÜ]/g,e=>`${e.normalize(`NFD`)[0]}e`)}function Fi(e){return[X(e),X(Pi(e))]}function Ii(e){let t=Ri(e);return e=>{let n=Li(e),r=[...n,...zi(e,n)];return t.length>0&&t.every(e=>`run`in e?Hi(n,e.run):Ui(r,e.beginnings))}}function Li(e){return(X(e).match(Oi)??[]).map(e=>[...e].slice(0,40).join(``))}function Ri(e){let t=Li(e),n=Li(Pi(e)),r=e=>{let r=n.length===t.length?n[t.lastIndexOf(e)]??e:e;return r===e?Vi(Bi(e)):r},i=/* @__PURE__ */ new Map;for(let t of X(e).split(/\s+/))for(let{0:e}of t.matchAll(ki)){let[t=``]=Li(e),n=Y.test(e)?{run:Li(e)}:{beginnings:[.../* @__PURE__ */ new Set([t,r(t)])]};i.set(JSON.stringify(n),n)}return[...i.values()].slice(0,8)}function zi(e,t){if(qi(e))return[];let n=Pi(e),r=t.flatMap(e=>[Bi(e),Vi(e)]);return(n===e?r:[...r,...Li(n)]).filter(e=>!Y.test(e))}function Bi(e){return e.replace(Ai,``)}function Vi(e){return e.replace(ji,``)}function Hi(e,t){return e.some((n,r)=>t.every((t,n)=>e[r+n]===t))}function Ui(e,t){return e.some(e=>t.some(t=>e===t||e.startsWith(t)&&[...t].length>=2))}function Wi(e,t,n){let r=``,i=[];for(let{0:t,index:a}of e.matchAll(Ti)){let e=n(t);r+=e;for(let n=0;n<e.length;n++)i.push([a,a+t.length])}let a=[];for(let e=0;e<r.length;){let n=t.find(t=>r.startsWith(t,e)&&Gi(r,e));if(n){let t=Math.max(i[e]?.[0]??0,a.at(-1)?.[1]??0),r=i[e+n.length-1]?.[1]??0;r>t&&a.push([t,r])}e+=n?.length??1}return a}function Gi(e,t){return Y.test(String.fromCodePoint(e.codePointAt(t)??0))||!Di.test(Ki(e,t))}function Ki(e,t){let n=[...e.slice(Math.max(0,t-2),t)].at(-1)??``;return Y.test(n)?``:n}function qi(e){return/^[\x00-\x7f]*$/.test(e)}function Ji(e){return[...e.normalize(`NFC`)].map(Yi).join(``).normalize(`NFC`)}function Yi(e){let t=Mi.get(e);return t===void 0&&(t=`йЙ`.includes(e)?`й`:[...e.normalize(`NFKD`)].filter(Xi).flatMap(Zi).join(``).normalize(`NFC`),Mi.set(e,t)),t}function Xi(e){return/\p{M}/u.test(e)?Si.test(e)||xi.test(e)&&bi.compare(e,``)!==0:!Ci.test(e)}function Zi(e){return[...e.toLowerCase().toUpperCase().toLowerCase()].map(e=>wi.get(Qi(e))??$i(Qi(e)))}function Qi(e){return/[\u30a1-\u30f6]/.test(e)?String.fromCharCode(e.charCodeAt(0)-96):e}function $i(e){if(!/\p{Nd}/u.test(e))return e;let t=e.codePointAt(0)??0,n=0;for(;n<9&&/\p{Nd}/u.test(String.fromCodePoint(t-n-1));)n++;return String(n)}function ea(e,t){let n=[...t];return[...e].map((e,t)=>[e,n[t]??``])}const ta=`imnode.emoji`,na=[`👍`,`❤️`,`😂`,`🎉`,`😮`,`🙏`,`😊`,`😍`,`😅`,`😢`,`😭`,`😎`,`🤔`,`👏`,`💪`,`🔥`,`✅`,`👀`,`🙌`,`👋`,`☕`,`🌹`,`💯`,`🚀`];function ra(e){return e.replace(/(\p{Emoji_Presentation})\ufe0f/gu,`$1`)}function ia(){try{let e=JSON.parse(localStorage.getItem(ta)??`[]`);return Array.isArray(e)?e.filter(e=>typeof e==`string`).map(ra):[]}catch{return[]}}function aa(e){return[.../* @__PURE__ */ new Set([...ia(),...na])].slice(0,e)}function oa(e){localStorage.setItem(ta,JSON.stringify([.../* @__PURE__ */ new Set([e,...ia()])].slice(0,24)))}var sa=/* @__PURE__ */ U({EmojiPicker:()=>da});o({en:_i,zh:vi});const ca={en:()=>import(`./emoji-en.js`),zh:()=>import(`./emoji-zh.js`)},la=[`😀`,`👋`,`🐻`,`🍎`,`🚗`,`⚽`,`💡`,`❤️`],ua=/* @__PURE__ */ new Map;function da({onPick:e}){let t=re.value,[n,r]=k(ua.get(t)??null),[a,o]=k(``),[s,c]=k(-1);C(()=>{if(ua.has(t))return r(ua.get(t)??null);w(()=>{ca[t]().then(({default:e})=>{ua.set(t,e),r(e)},()=>r([]))})},[t]);let l=i(()=>new Map(n?.flat().map(([e,t])=>[e,t])),[n]),u=a.trim()&&n?ma(n,a):s===-1?aa(24):(n?.[s]??[]).map(([e])=>e),d=fa(`${s} ${a}`,u.length),f=[A(`emoji.recent`),...la.map((e,t)=>A(`emoji.group.${t}`))];return P`<div class="emoji-picker" data-arrows>
    <div class="search-box">
      <${H} name="search" />
      <input
        type="search"
        value=${a}
        placeholder=${A(`emoji.search`)}
        aria-label=${A(`emoji.search`)}
        ref=${be}
        onInput=${e=>o(e.target.value)}
      />
    </div>
    <div class="emoji-tabs" role="group" aria-label=${A(`emoji.groups`)}>
      ${[`🕘`,...la].map((e,t)=>P`<button
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
    <div class="emoji-grid" data-choices="grid" role="group" aria-label=${A(`emoji.label`)}>
      ${u.slice(0,d).map(t=>P`<button
          type="button"
          key=${t}
          aria-label=${l.get(t)??t}
          title=${l.get(t)??t}
          onClick=${()=>{oa(t),e(t)}}
        >
          ${t}
        </button>`)}
    </div>
    ${n&&u.length===0&&P`<p class="empty-note" role="status">${A(`emoji.none`)}</p>`}
  </div>`}function fa(e,t){let[n,r]=k({what:e,count:64}),i=n.what===e?n.count:64;return E(()=>{if(i>=t)return;let n=requestAnimationFrame(()=>r({what:e,count:i+32}));return()=>cancelAnimationFrame(n)},[e,i,t]),i}const pa=/* @__PURE__ */ new WeakMap;function ma(e,t){let n=X(t.trim()),r=pa.get(e)??e.flat().map(([e,t,n])=>[e,X(t),X(n)]);pa.set(e,r);let i=r.filter(([,e])=>e.includes(n)),a=r.filter(([,,e])=>e.includes(n));return[...new Set([...i,...a].map(([e])=>e))].slice(0,80)}var ha=/* @__PURE__ */ U({EmptyConversation:()=>ga});function ga({conversation:e,canWrite:t}){let{me:n,people:r}=L(),{kind:i,role:a,members:o,member_count:c=o.length}=e,l=s(e,n),u=i===`group`,d=u&&a!==`member`,f=d&&c<2,p=u?null:De(e,n),m=p!==null&&r.online.value.has(p.id),h=t&&P`<button type="button" class=${f?`button quiet`:`button primary`} onClick=${ya}>${A(`beginning.write`)}</button>`;return P`<section class="beginning-box" aria-label=${A(`beginning.label`)}>
    <${O} ...${l} size="large" online=${m} />
    <p class="beginning-title"><bdi>${l.name}</bdi></p>
    <p>${A(f?`beginning.alone`:u?`beginning.group`:`beginning.direct`)}</p>
    ${u&&!f&&P`<${_a} members=${o} count=${c} />`}
    ${p?.login&&P`<p class="beginning-login"><bdi>@${p.login}</bdi>${m&&P` · <span class="here">${A(`presence.online`)}</span>`}</p>`}
    <div class="beginning-buttons">
      ${!f&&h}
      ${d&&P`<${va} conversation=${e} first=${f} />`}
      ${f&&h}
    </div>
  </section>`}function _a({members:e,count:t}){let{me:n}=L(),r=e.slice(0,8);return P`<ul class="faces" aria-label=${A(`beginning.members`)}>
    ${r.map(({id:e,name:t,avatar:r})=>P`<li key=${e} class="face">
      <${O} id=${e} name=${t} avatar=${r} size="small" /><span class="face-name"><bdi>${e===n?A(`list.you`):t}</bdi></span>
    </li>`)}
    ${t>r.length&&P`<li>${u(`people.others`,t-r.length)}</li>`}
  </ul>`}function va({conversation:e,first:t}){let[n,r]=k(!1),i=()=>r(!1);return P`<button type="button" class=${t?`button primary`:`button quiet`} onClick=${()=>r(!0)}>${A(`beginning.add`)}</button>
    ${n&&P`<${he} label=${A(`beginning.add`)} kind="sheet" onClose=${i}>
      <header class="sheet-head">
        <h2>${A(`beginning.add`)}</h2>
        <button type="button" class="icon-button" aria-label=${A(`close`)} title=${A(`close`)} onClick=${i}><${H} name="close" /></button>
      </header>
      <${ir} conversation=${e} />
    <//>`}`}function ya(){document.querySelector(`.composer textarea`)?.focus()}function ba({text:e,language:t,children:n=e}){let[r,i]=k(!1);return P`<div class="code-block">
    <div class="code-head">
      <span>${t}</span>
      ${`clipboard`in navigator&&P`<button type="button" class="code-copy" onClick=${async()=>{await navigator.clipboard.writeText(e),i(!0)}}>
          <${H} name=${r?`check`:`copy`} />${A(r?`copied`:`copy`)}
        </button>`}
    </div>
    <pre dir="ltr" tabindex="0"><code>${n}</code></pre>
  </div>`}var xa=/* @__PURE__ */ U({blocks:()=>Sa,plain:()=>Rn});function Sa(e,t){let n={...t,work:t.work??{left:2e3}},r={element:{name:`p`},reading:n,text:``,children:[]},i=[r],a=new Ca,o=0;for(let{written:t,shown:s,enter:c,leave:l}of Ln(n.caller?.masked??e,n.work)){a.add(s===t?e.slice(o,o+s.length):s,o),o+=t.length;let u=i.at(-1)??r;if(c||l){if(u.text+=a.text,u.children.push(...Ve(a.text,a.within(u.reading))),a=new Ca,c){let e=u.reading.linked||[`a`,`code`,`pre`].includes(c.name);i.push({element:c,reading:{...n,linked:e},text:``,children:[]})}else i.pop(),i.at(-1)?.children.push(wa(u.element,u.children,u.text))}}return r.children}var Ca=class{text=``;#e=[];add(e,t){if(!e)return;let n=this.text.length;this.text+=e;let r=this.#e.at(-1);r&&t-r.at===n-r.from?r.to+=e.length:this.#e.push({from:n,to:n+e.length,at:t})}within(e){let{caller:t}=e;if(!t)return e;let n=this.#e,r=0,i=(e,i,a)=>{let o=i+e.length,s=[];for(;r<n.length;r+=1){let{from:c,to:l,at:u}=n[r],[d,f]=[Math.max(c,i),Math.min(l,o)];if(d<f&&s.push(...t.draw(e.slice(d-i,f-i),u+d-c,a)),l>o)break}return s};return{...e,caller:{...t,draw:i}}}};function wa({name:t,info:n=``,level:r,href:i=``,host:a},o,s){switch(t){case`a`:return e(i,o,a);case`pre`:return P`<${ba} text=${s} language=${n}>${o}<//>`;case`li`:return r?P`<li aria-level=${r}>${o}</li>`:P`<li class="typed">${o}</li>`;default:return P`<${t}>${o}<//>`}}var Ta=/* @__PURE__ */ U({MessageMenu:()=>Ea});function Ea({conversation:e,row:t,canReply:n,onReply:r,onClose:i}){let{session:a,me:o}=L(),[s,c]=k(`menu`),{id:l}=e,{message:u}=t;return dt(()=>c(`menu`),s!==`menu`),Da(s===`menu`),s===`text`?P`<${Aa} text=${t.text} />`:u?s===`readers`?P`<${ja} conversation=${e} message=${u} />`:s===`emoji`?P`<${je} onPick=${e=>{R(a.react(l,u.seq,e,!0)),i()}} />`:s===`recall`?P`<div class="confirm">
      <p>${A(m(u)&&u.sender===o?`recall.ask`:`recall.ask-other`)}</p>
      <div class="confirm-buttons">
        <button type="button" class="button quiet" ref=${fe} onClick=${i}>${A(`cancel`)}</button>
        <button type="button" class="button danger" onClick=${()=>{R(a.recall(l,u.seq)),i()}}>${A(`message.recall`)}</button>
      </div>
    </div>`:P`<${Oa} conv=${l} message=${u} onMore=${()=>c(`emoji`)} onClose=${i} />
    <${ka} conversation=${e} row=${t} canReply=${n} onReply=${r} onPage=${c} onClose=${i} />`:P`<${ka} conversation=${e} row=${t} onPage=${c} onClose=${i} />`}function Da(e){let t=_(e);C(()=>{e&&!t.current&&fe(document.querySelector(`dialog[open] .menu-item`)),t.current=e},[e])}function Oa({conv:e,message:t,onMore:n,onClose:r}){let{session:i,me:a}=L();return P`<div class="quick-reactions" role="group" aria-label=${A(`message.react`)}>
    ${aa(6).map(n=>{let o=t.reactions?.[n]?.includes(a)??!1;return P`<button
        type="button"
        key=${n}
        aria-pressed=${o}
        aria-label=${A(`message.react-with`,{emoji:n})}
        onClick=${()=>{R(i.react(e,t.seq,n,!o)),r()}}
      >
        ${n}
      </button>`})}
    <button type="button" aria-label=${A(`emoji.more`)} title=${A(`emoji.more`)} onClick=${n}><${H} name="smile" /></button>
  </div>`}function ka({conversation:e,row:{text:t,message:n,pending:r},canReply:i=!1,onReply:a=()=>{},onPage:o,onClose:s}){let{session:c,me:l,intents:u}=L(),{id:d,kind:f,role:p}=e,h=n!==null&&m(n)&&n.sender===l,g=f===`group`&&p!==`member`,_=n!==null&&(e.pins?.includes(n.seq)??!1),v=n&&(g&&m(n)||h&&Date.now()-n.ts<9e5),y=e=>()=>{e(),s()};return P`<ul class="menu">
    ${i&&P`<${Z} icon="reply" label=${A(`message.reply`)} keys="R" onClick=${y(a)} />`}
    ${(h||r&&!r.failed)&&P`<${Z} icon="edit" label=${A(`message.edit`)} keys=${n&&`E`} onClick=${y(()=>u.edit(d,n??{seq:r?.client_id??``,text:t,mentions:r?.mentions,spans:r?.spans}))} />`}
    ${t&&`clipboard`in navigator&&P`<${Z} icon="copy" label=${A(`message.copy`)} keys=${n&&`C`} onClick=${y(async()=>{await navigator.clipboard.writeText(t),xe(A(`copied`))})} />`}
    ${t&&!Ke()&&P`<${Z} icon="menu" label=${A(`message.select`)} onClick=${()=>o(`text`)} />`}
    ${n&&(f===`direct`||g)&&(_||m(n))&&P`<${Z}
      icon="pin"
      label=${A(_?`message.unpin`:`message.pin`)}
      onClick=${y(()=>R(c.pin(d,n.seq,!_)))}
    />`}
    ${h&&P`<${Z} icon="checks" label=${A(`message.readers`)} onClick=${()=>o(`readers`)} />`}
    ${v&&P`<${Z} icon="trash" danger label=${A(`message.recall`)} onClick=${()=>o(`recall`)} />`}
    ${r&&P`<${Z} icon="trash" danger label=${A(`message.discard`)} onClick=${y(()=>c.recall(d,r.client_id))} />`}
  </ul>`}function Aa({text:e}){let t=_(null);return C(()=>{t.current&&(t.current.focus(),getSelection()?.selectAllChildren(t.current))},[]),P`<p class="whole-text" ref=${t} tabindex="-1" dir="auto">${e}</p>`}function Z({icon:e,label:t,keys:n,danger:r=!1,onClick:i}){return P`<li>
    <button type="button" class=${r?`menu-item danger`:`menu-item`} onClick=${i}>
      <${H} name=${e} /><span>${t}</span>${n&&P`<kbd aria-hidden="true">${n}</kbd>`}
    </button>
  </li>`}function ja({conversation:e,message:t}){let{id:n}=e,r=L().conversation(n)??e,{read:i,delivered:a,waiting:o}=l(r,t.sender,t.seq);return P`<div class="readers" ref=${fe} tabindex="-1">
    ${[[`readers.read`,i],[`readers.delivered`,a],[`readers.waiting`,o]].map(([e,t])=>t.length>0&&P`<section key=${e}>
        <h2>${A(e)}</h2>
        <ul>
          ${t.map(({id:e,name:t,login:n,avatar:i})=>P`<li key=${e}>
            <${O} id=${e} name=${t} avatar=${i} size="small" />
            <span><bdi>${t}</bdi>${r.members.some(n=>n.name===t&&n.id!==e)&&P` <span class="row-sub">@${n}</span>`}</span>
          </li>`)}
        </ul>
      </section>`)}
  </div>`}o({en:{"notice.several.one":`{count} new message`,"notice.several.other":`{count} new messages`,"notices.blocked":`The browser blocks notifications of this chat. To allow them, press the sign beside the address, or open the settings of the app, and look for notifications.`,"notices.home-screen":`On an iPhone or iPad, put the chat on the home screen first: press Share, then Add to Home Screen. Open it from there and switch notifications on.`,"notices.insecure":`Browsers notify over HTTPS only. Open the chat at its https:// address, or ask who runs the server.`,"notices.off":`This device doesn’t tell you of new messages.`,"notices.on":`This device tells you of new messages, also while the chat is closed.`,"notices.page":`While the chat is open only: the browser can’t be woken. That takes the internet, and a certificate that this device trusts.`,"notices.unable":`This browser can’t notify you. Use a newer one, or another.`,"notices.waiting":`While the chat is open. Also while it is closed, as soon as the server is reached.`,"offer.accept":`Turn on`,"offer.decline":`No, thanks`,"offer.later":`You can turn notifications on in the menu at any time.`,"offer.text":`Be told of new messages, also while the chat is closed?`,"settings.notify":`Notifications`},zh:{"notice.several.one":`{count} 条新消息`,"notice.several.other":`{count} 条新消息`,"notices.blocked":`浏览器已禁止此聊天的通知。如需开启，请点按地址栏旁的图标，或打开应用的系统设置，找到“通知”并允许。`,"notices.home-screen":`在 iPhone 或 iPad 上，请先点按“共享”，再选择“添加到主屏幕”，然后从主屏幕打开聊天并开启通知。`,"notices.insecure":`浏览器只在 HTTPS 下提供通知。请用 https:// 开头的地址打开聊天，或联系服务器管理员。`,"notices.off":`此设备不会提醒您有新消息。`,"notices.on":`有新消息时，此设备会提醒您，聊天关闭时也会。`,"notices.page":`仅在聊天打开时提醒：浏览器无法在后台接收通知。后台通知需要连接互联网，并且此设备信任服务器的证书。`,"notices.unable":`此浏览器不支持通知，请更新浏览器或换用其他浏览器。`,"notices.waiting":`目前仅在聊天打开时提醒。连上服务器后，聊天关闭时也会提醒。`,"offer.accept":`开启`,"offer.decline":`不用了`,"offer.later":`您随时可以在菜单中开启通知。`,"offer.text":`聊天关闭时，也要接收新消息通知吗？`,"settings.notify":`通知`}});const Ma=`imnode-notices`,Na=`/notices.json`;async function Pa(e){await(await caches.open(Ma)).put(Na,new Response(JSON.stringify(e)))}async function Fa(){let e=await globalThis.caches?.match(Na,{cacheName:Ma});return e?e.json():null}async function Ia(){await globalThis.caches?.delete(Ma)}const La=`imnode.push-ended`;var Ra=class{#e;#t;#n;#r=0;constructor({registration:e,request:t,marks:n}){this.#e=e,this.#t=t,this.#n=n}async open(){let e=this.#r,t=(await this.#e())?.pushManager;if(!t)return`page`;let n;try{({key:n}=await this.#t(`GET`,`/push/key`))}catch{return`waiting`}if(e!==this.#r)return`waiting`;let r;try{r=await this.#i(t,n)}catch{return`page`}if(e!==this.#r)return await r.unsubscribe(),`waiting`;try{await this.#t(`POST`,`/push/subscriptions`,{body:r.toJSON()})}catch{return`waiting`}return`on`}async end(){this.#r+=1;let e=await(await this.#e())?.pushManager?.getSubscription();e&&(this.#o(e.endpoint),await e.unsubscribe())}async forget(){await this.end(),this.#n.removeItem(La)}async settle(){for(let e of this.#a()){try{await this.#t(`DELETE`,`/push/subscriptions`,{body:{endpoint:e}})}catch(e){if(N(e).retry)return}this.#s(this.#a().filter(t=>t!==e))}}async#i(e,t){let n=za(t),r=await e.getSubscription();return r&&Ba(n,r.options.applicationServerKey)?r:(r&&(this.#o(r.endpoint),await r.unsubscribe()),e.subscribe({userVisibleOnly:!0,applicationServerKey:n}))}#a(){try{return JSON.parse(this.#n.getItem(La)??`[]`)}catch{return[]}}#o(e){this.#s([...this.#a().filter(t=>t!==e),e])}#s(e){e.length>0?this.#n.setItem(La,JSON.stringify(e)):this.#n.removeItem(La)}};function za(e){return Uint8Array.from(atob(e.replaceAll(`-`,`+`).replaceAll(`_`,`/`)),e=>e.charCodeAt(0))}function Ba(e,t){let n=new Uint8Array(t??[]);return e.length===n.length&&e.every((e,t)=>e===n[t])}const Va=`imnode.notify`,Ha=`imnode.notify-offered`,Ua=`imnode.notify-later`,Q=Ee(!1),$=Ee(`default`),Wa=Ee(`waiting`),Ga=Ee(!1),Ka=Ee(`unable`);let qa;const Ja=n(()=>Ya(Ka.value,$.value,Q.value,Wa.value));function Ya(e,t,n,r){return e===`able`?t===`denied`?`blocked`:n&&t===`granted`?r:`off`:e}function Xa({isSecureContext:e,Notification:t,navigator:{userAgent:n,maxTouchPoints:r}}){return e?t?`able`:/iPhone|iPad|iPod/.test(n)||/Macintosh/.test(n)&&r>1?`home-screen`:`unable`:`insecure`}function Za(e){if(Ka.value=Xa(window),Ka.value!==`able`)return;$.value=Notification.permission,Q.value=localStorage.getItem(Va)===`on`,qa=new Ra({registration:lo,request:e.api.request.bind(e.api),marks:localStorage}),lo().then(e=>{Ga.value=!!e?.pushManager}),window.addEventListener(`storage`,({key:e,newValue:t})=>{e===Va&&(Q.value=t===`on`)});let t=()=>{$.value=Notification.permission};window.addEventListener(`focus`,t),navigator.permissions?.query({name:`notifications`}).then(e=>{e.onchange=t},()=>{}),navigator.serviceWorker?.addEventListener(`message`,({data:t})=>{t?.subscription&&$a(e)}),Qa(e),eo(e)}function Qa(e){let t;S(()=>{let n=e.chat.value;n&&(t=n.me),Wa.value=`waiting`}),S(()=>{e.phase.value===`signed-out`&&co(t)}),S(()=>{let t=e.chat.value;t&&t.state.value===`live`&&(Q.value&&$.value===`granted`&&Wa.peek()!==`on`?$a(e):qa.settle())}),S(()=>{let t={user:e.chat.value?.me??``,language:re.value};t.user&&Q.value&&$.value===`granted`&&Pa(t).catch(()=>{})})}async function $a(e){let t=e.chat.peek();if(!t||!Q.peek())return;await qa.settle();let n=await qa.open();e.chat.peek()===t&&(Wa.value=n)}function eo(e){S(()=>{let t=e.chat.value,n=t&&t.written.value>0&&t.pending.value.length===0,r=t?.state.value===`live`&&(n||matchMedia(`(display-mode: standalone)`).matches),i=pe.value||e.reused.value;r&&!i&&Ga.value&&Ja.value===`off`&&!no()&&to(),t&&Ja.value===`off`||(ke.value=null)})}async function to(){let[{PushOffer:e}]=await Promise.all([Promise.resolve().then(()=>yo),we(new URL(`./later.css`,import.meta.url).href)]);Ja.peek()===`off`&&!no()&&(ke.value=e)}function no(){return localStorage.getItem(Va)!==null||localStorage.getItem(Ha)!==null||Date.now()<Number(localStorage.getItem(Ua))}function ro(){localStorage.setItem(Ha,`1`),ke.value=null}function io(){localStorage.setItem(Ua,String(Date.now()+864e5)),ke.value=null}async function ao(){return $.value=await Notification.requestPermission(),$.value===`granted`&&(so(!0),!0)}async function oo(){so(!1),Wa.value=`waiting`,await Promise.all([qa.end(),Ia(),uo()]),await qa.settle()}function so(e){localStorage.setItem(Va,e?`on`:`off`),Q.value=e}async function co(e){let t=await Fa().catch(()=>null);e&&t&&t.user!==e||(localStorage.removeItem(Va),Q.value=!1,await Promise.all([qa.forget(),Ia(),uo()]).catch(()=>{}))}async function lo(){let{serviceWorker:e}=navigator;if(document.readyState!==`complete`&&await new Promise(e=>window.addEventListener(`load`,e)),!await e?.register(`sw.js`).catch(()=>e.getRegistration()))return null;let t=new Promise(e=>setTimeout(()=>e(null),6e4));return Promise.race([e.ready,t])}async function uo(){let e=await navigator.serviceWorker?.getRegistration();for(let t of await e?.getNotifications()??[])t.close()}var fo=/* @__PURE__ */ U({startNotifier:()=>mo});const po=/* @__PURE__ */ new Map;function mo(e){Za(e);let t=null;S(()=>{let n=e.chat.value,r=n?.arrived.value??null;if(!n||!r||r===t)return;t=r;let i=n.session.conversations.get(r.conv),a=Ge.peek(),o=Ie.peek()&&`id`in a&&a.id===r.conv;i&&!o&&Q.peek()&&!n.blocked.peek().has(r.message.sender)&&Te(i,r.message,n.me,Date.now())&&vo(n,i,r.message)});let n=-1,r=()=>{let t=e.chat.value?.conversations.value??[],r=Date.now(),i=t.reduce((e,t)=>e+(x(t,r)?0:t.unread??0),0);i!==n&&`setAppBadge`in navigator&&(n=i,(i>0?navigator.setAppBadge(i):navigator.clearAppBadge()).catch(()=>{}))};S(r),navigator.serviceWorker?.addEventListener(`message`,({data:e})=>{e?.notice&&(n=-1,r())}),ho(e)}function ho(e){let t=``,n=0,r=()=>{clearTimeout(n),n=0;let t=e.chat.peek();t&&_o(t)};S(()=>{let i=e.chat.value;if(i||go(),!i?.ready.value)return;let a=i.conversations.value.map(e=>`${e.id} ${e.read}`).sort().join();a!==t&&(n||=setTimeout(r,200)),t=a});let i=()=>{n&&r()};document.addEventListener(`visibilitychange`,i),window.addEventListener(`pagehide`,i),navigator.serviceWorker?.addEventListener(`message`,({data:t})=>{let n=e.chat.peek();t?.notice&&n&&_o(n)})}function go(){for(let e of po.values())e.close();po.clear()}async function _o(e){let t=await navigator.serviceWorker?.getRegistration();for(let n of[...await t?.getNotifications()??[],...po.values()]){let{conv:t,seq:r}=n.data??{},i=e.session.conversations.get(t);(i?(i.read??0)<r:t&&e.state.peek()!==`live`)||(n.close(),po.delete(t))}}async function vo(e,t,n){if(!(`Notification`in globalThis)||Notification.permission!==`granted`)return;let r=e.session.conversations.person(n.sender)?.name??A(`person.unknown`);await v();let i=Ue(n).slice(0,180),a=t.kind===`group`&&m(n)?A(`announcer.message`,{name:r,text:i}):i,{id:o,unread:s=1}=t,c=[te(t,e.me),$e.value].filter(Boolean).join(` · `),l={body:s>1?`${a}\n${u(`notice.several`,s)}`:a,tag:o,renotify:!0,icon:`icon-192.png`,data:{path:B.conversation(o),conv:o,seq:n.seq,unread:s}},d=await navigator.serviceWorker?.getRegistration();if(d?.active){let[e]=await d.getNotifications({tag:o});if(e?.data?.seq>=n.seq)return;await d.showNotification(c,l)}else{let e=new Notification(c,l);po.set(o,e),e.onclick=()=>{window.focus(),F(l.data.path),e.close()}}(e.session.conversations.get(o)?.read??0)>=n.seq&&await _o(e)}var yo=/* @__PURE__ */ U({PushOffer:()=>bo});function bo(){return C(()=>(document.documentElement.dataset.offer=``,()=>{delete document.documentElement.dataset.offer}),[]),P`<div class="offer" role="region" aria-label=${A(`settings.notify`)}>
    <p class="offer-text">${A(`offer.text`)}</p>
    <span class="offer-buttons">
      <button type="button" class="button primary small" onClick=${async()=>{let e=await ao().catch(()=>!1),t=Ja.peek()===`blocked`;e||xe(A(t?`notices.blocked`:`offer.later`)),e||t?ro():io()}}>${A(`offer.accept`)}</button>
      <button type="button" class="button quiet small" onClick=${()=>{xe(A(`offer.later`)),ro()}}>${A(`offer.decline`)}</button>
    </span>
  </div>`}o({en:{"find.all":`Search all messages`,"find.clear":`Other words`,"find.date":`Jump to a date`,"find.everywhere":`Search all conversations`,"find.forget-date":`Leave out the date`,"find.kept":`Only messages that are kept on this device were searched.`,"find.newer":`Newer result`,"find.none":`Nothing found`,"find.nothing":`Nothing found for “{query}”`,"find.nothing-since":`Nothing was written since {day}`,"find.of":`{number} of {count}`,"find.older":`Older result`,"find.placeholder":`Search this conversation`,"find.short":`Search here`,"find.to-last":`To the newest message`,"find.where":`All messages in “{name}” were searched.`,"search.done":`End the search`,"search.hint":`Try another spelling, fewer words, or the beginning of a word.`,"search.messages":`Messages`,"search.no-messages":`No message has “{query}”.`,"search.none":`Nothing found for “{query}”`,"search.people":`Look for people`,"search.where":`The names of your chats and all messages in them were searched.`},zh:{"find.all":`搜索全部消息`,"find.clear":`换个关键词`,"find.date":`跳转到日期`,"find.everywhere":`搜索所有会话`,"find.forget-date":`不限日期`,"find.kept":`仅搜索了保存在此设备上的消息。`,"find.newer":`下一条较新的结果`,"find.none":`未找到`,"find.nothing":`没有找到“{query}”`,"find.nothing-since":`{day}以后没有消息`,"find.of":`第 {number}/{count} 条`,"find.older":`下一条较早的结果`,"find.placeholder":`搜索此会话`,"find.short":`在此搜索`,"find.to-last":`回到最新消息`,"find.where":`已搜索“{name}”中的全部消息。`,"search.done":`结束搜索`,"search.hint":`请检查错别字，或减少关键词后重试。`,"search.messages":`消息`,"search.no-messages":`没有包含“{query}”的消息。`,"search.none":`没有找到“{query}”`,"search.people":`查找联系人`,"search.where":`已搜索您的会话名称及其中的全部消息。`}});function xo({title:e,text:t,hint:n,children:r}){return P`<div class="nothing-found">
    <${H} name="search" />
    <div role="status">
      <p class="nothing-title">${e}</p>
      ${t&&P`<p>${t}</p>`}
      ${n&&P`<p>${n}</p>`}
    </div>
    <div class="nothing-ways">${r}</div>
  </div>`}var So=/* @__PURE__ */ U({FindBar:()=>Co});function Co({conversation:e}){let{id:t,created_at:n}=e,r=L(),o=te(e,r.me),s=_(null),{api:c}=I(),[l,u]=k(``),[d,f]=k(null),[p,m]=k(null),[h,g]=k(0),[v,y]=k(!1),[b,ee]=k(0),[x,S]=k(null),w=_(null),T=i(()=>Ni(l),[l]);C(()=>{let e=!0;if(f(null),y(!1),S(null),!l.trim())return;let n=setTimeout(()=>R(wo(c.search({q:l.trim(),conv:t,limit:50}),r,t,l).then(({seqs:n,before:r,isKept:i})=>{e&&(f(n),m(r),y(i),g(0),n[0]===void 0?Fe():me(t,n[0],T))})),300);return()=>{e=!1,clearTimeout(n)}},[l,b]);let E=()=>{a.value=!1,Fe()};dt(E);let D=async e=>{let n=d??[];if(e>=n.length&&p!==null){let e=await c.search({q:l.trim(),conv:t,limit:50,before:p}).catch(()=>null);if(!e)return;n=[...n,...e.results.map(({message:e})=>e.seq)],f(n),m(e.before)}let r=n[e];r!==void 0&&(g(e),me(t,r,T))},O=async e=>{let n=(/* @__PURE__ */ new Date(`${e}T00:00`)).getTime();Number.isNaN(n)||await R(c.firstSince(t,n).then(e=>{S(e?null:n),e&&me(t,e.seq)}))},ne=()=>{u(``),s.current?.focus()},re=()=>{ie.value=l,E();let e=matchMedia(`(max-width: 45rem)`).matches;F(e?B.home:B.conversation(t)),setTimeout(()=>document.querySelector(`[data-search]`)?.focus())},ae=()=>{s.current?.focus(),ee(b+1)},oe=()=>{w.current&&(w.current.value=``),S(null)},j=e.last?.seq,M=d?.length??0,se=d===null?``:M===0?A(`find.none`):A(`find.of`,{number:h+1,count:p===null?M:`${M}+`});return P`<div class="find"><div
    class="find-bar"
    role="search"
    aria-label=${A(`find.open`)}
    onKeyDown=${e=>{e.key===`Escape`&&(e.stopPropagation(),E())}}
  >
    <div class="search-box">
      <${H} name="search" />
      <input
        type="search"
        value=${l}
        placeholder=${A(`find.short`)}
        aria-label=${A(`find.placeholder`)}
        maxlength="200"
        ref=${Eo(s)}
        onInput=${e=>u(e.target.value)}
        onKeyDown=${e=>{e.key===`Enter`&&!e.isComposing&&D(e.shiftKey?h-1:h+1)}}
      />
      <span class="find-status" role="status">${se}</span>
    </div>
    <button type="button" class="icon-button" disabled=${h+1>=M&&p===null} aria-label=${A(`find.older`)} title=${A(`find.older`)} onClick=${()=>D(h+1)}>
      <${H} name="up" />
    </button>
    <button type="button" class="icon-button" disabled=${h===0} aria-label=${A(`find.newer`)} title=${A(`find.newer`)} onClick=${()=>D(h-1)}>
      <${H} name="down" />
    </button>
    <label class="icon-button find-date" title=${A(`find.date`)}>
      <${H} name="calendar" />
      <span class="hidden-text">${A(`find.date`)}</span>
      <input
        ref=${w}
        type="date"
        min=${n?To(n):void 0}
        max=${To(Date.now())}
        onClick=${()=>w.current?.showPicker?.()}
        onChange=${e=>O(e.target.value)}
      />
    </label>
    <button type="button" class="icon-button" aria-label=${A(`close`)} title=${A(`close`)} onClick=${E}>
      <${H} name="close" />
    </button>
  </div>
  ${v&&P`<p class="find-part">
      <span role="status">${A(`find.kept`)}</span>
      ${r.state.value===`live`&&P` <button type="button" class="link-button" onClick=${ae}>${A(`find.all`)}</button>`}
    </p>`}
  ${d!==null&&M===0&&x===null&&P`<${xo} title=${A(`find.nothing`,{query:l.trim()})} text=${v?``:A(`find.where`,{name:o})} hint=${A(`search.hint`)}>
      <button type="button" class="button quiet" onClick=${re}>${A(`find.everywhere`)}</button>
      <button type="button" class="button quiet" onClick=${ne}>${A(`find.clear`)}</button>
    <//>`}
  ${x!==null&&P`<${xo} title=${A(`find.nothing-since`,{day:new Intl.DateTimeFormat(Ye(),{dateStyle:`long`}).format(x)})} text=${A(`find.where`,{name:o})}>
      ${j!==void 0&&P`<button type="button" class="button quiet" onClick=${()=>{oe(),me(t,j)}}>${A(`find.to-last`)}</button>`}
      <button type="button" class="button quiet" onClick=${oe}>${A(`find.forget-date`)}</button>
    <//>`}
  </div>`}async function wo(e,t,n,r){try{let{results:t,before:n}=await e;return{seqs:t.map(({message:e})=>e.seq),before:n,isKept:!1}}catch(e){if(N(e).code!==`offline`)throw e;let i=Ii(r);return{seqs:(await t.session.kept(n,({text:e})=>i(e))).map(({seq:e})=>e),before:null,isKept:!0}}}function To(e){let t=new Date(e);return[t.getFullYear(),t.getMonth()+1,t.getDate()].map(e=>String(e).padStart(2,`0`)).join(`-`)}function Eo(e){return _(t=>{e.current=t,fe(t)}).current}var Do=/* @__PURE__ */ U({SearchResults:()=>Oo});function Oo({query:e,hasChats:t,onDone:n}){let r=L(),{api:a}=I(),o=Xe(),[l,u]=k(null),[f,p]=k(``),[m,h]=k(null),[g,_]=k(null),v=i(()=>Ni(e),[e]);dt(n),ko(),C(()=>{let t=!0,n=setTimeout(()=>a.search({q:e.trim()}).then(n=>{t&&(u(n.results),h(n.before),_(null),p(e))},n=>{t&&(_(N(n)),p(e))}),300);return()=>{t=!1,clearTimeout(n)}},[e]);let y=async()=>{let t=await a.search({q:e.trim(),before:m??void 0});u([...l??[],...t.results]),h(t.before)},b=l?.filter(({conv:e})=>r.conversation(e))??[];return l&&b.length===0&&m===null&&!g&&!t?P`<section class="results" aria-label=${A(`find.none`)}><${Ao} query=${f.trim()} onDone=${n} /></section>`:P`<section class="results" aria-label=${A(`search.messages`)} aria-busy=${f!==e}>
    <h2 class="section-title">${A(`search.messages`)}</h2>
    ${g&&P`<p class="alert" role="alert">${c(g)}</p>`}
    <ul class="rows" data-choices>
      ${b.map(({conv:e,message:t})=>{let n=r.conversation(e),i=s(n,r.me),a=t.sender===r.me?A(`list.you`):r.person(t.sender)?.name;return P`<li key=${`${e} ${t.seq}`}>
          <a
            class="row"
            href=${B.conversation(e)}
            onClick=${n=>{n.preventDefault(),me(e,t.seq,v)}}
          >
            <${O} ...${i} size="small" />
            <span class="row-main">
              <span class="row-line">
                <span class="row-title"><bdi>${i.name}</bdi></span>
                <time class="row-time" datetime=${new Date(t.ts).toISOString()}>${d(t.ts,o)}</time>
              </span>
              <span class="row-sub result-text">
                ${a&&P`<span class="row-from">${A(`list.from`,{name:a})}</span>`}
                ${Ve(jo(ve(t.text),v),{find:v,linked:!0})}
              </span>
            </span>
          </a>
        </li>`})}
    </ul>
    ${l&&b.length===0&&P`<p class="empty-note" role="status">${A(`search.no-messages`,{query:f.trim()})}</p>`}
    ${m!==null&&P`<div class="inset"><button type="button" class="button quiet" onClick=${y}>${A(`people.more`)}</button></div>`}
    <div class="inset"><button type="button" class="link-button" onClick=${n}>${A(`search.done`)}</button></div>
  </section>`}function ko(){C(()=>{let e=()=>a.peek()||Fe(),t=({animationName:t})=>t.startsWith(`found`)&&matchMedia(`(max-width: 45rem)`).matches&&e();return document.addEventListener(`animationend`,t),()=>{document.removeEventListener(`animationend`,t),e()}},[])}function Ao({query:e,onDone:t}){return P`<${xo} title=${A(`search.none`,{query:e})} text=${A(`search.where`)} hint=${A(`search.hint`)}>
    <a class="button quiet" href=${B.new}>${A(`search.people`)}</a>
    <button type="button" class="button quiet" onClick=${t}>${A(`search.done`)}</button>
  <//>`}function jo(e,t){let n=t(e)[0]?.[0]??0,r=Math.max(0,n-24);return(r>0?`…`:``)+e.slice(r,r+160)}o({en:{"login.leaving":`You are signed out here. The server is told as soon as it can be reached.`,"reuse.advice":`If it wasn’t you, change your password.`,"reuse.ended":`“{device}” was signed out ({time}): somebody else may have used its sign-in.`},zh:{"login.leaving":`您已在此退出登录。连接恢复后会立即通知服务器。`,"reuse.advice":`如果不是您本人操作，请修改密码。`,"reuse.ended":`“{device}”已退出登录（{time}）：其登录凭证可能已被他人使用。`}});var Mo=/* @__PURE__ */ U({DevicesPage:()=>No});function No(){let{api:e}=I(),t=Xe(),[n,r]=k(null),[i,a]=k(null),[o,s]=k([]),l=()=>e.devices().then(e=>{r([...e.sessions].sort((e,t)=>Number(t.current)-Number(e.current))),s(e.reused)},e=>a(N(e)));C(()=>{l()},[]);let u=async t=>{await R(e.endDevice(t.id)),await l()};return P`<${q} title=${A(`settings.devices`)} back=${B.settings}>
    ${i&&P`<p class="alert" role="alert">${c(i)}</p>`}
    ${o.map(({session:e,device:t,at:n})=>P`<p key=${e} class="alert" role="alert">
      ${A(`reuse.ended`,{device:t||A(`devices.unnamed`),time:T(n)})}<br />${A(`reuse.advice`)}
    </p>`)}
    <p class="panel-note">${A(`devices.intro`)}</p>
    <ul class="rows" aria-busy=${!n}>
      ${n?.map(e=>P`<li key=${e.id} class="row still">
        <span class="avatar plain"><${H} name="device" /></span>
        <span class="row-main">
          <span class="row-title"><bdi>${e.device||A(`devices.unnamed`)}</bdi></span>
          <span class=${e.online?`row-sub here`:`row-sub`}>
            ${e.current?A(`devices.this`):e.online?A(`presence.online`):A(`devices.seen`,{time:d(e.last_seen_at,t)})}
          </span>
        </span>
        ${!e.current&&P`<button type="button" class="button quiet small" onClick=${()=>u(e)} aria-label=${A(`devices.end`,{device:e.device||A(`devices.unnamed`)})}>
          ${A(`logout`)}
        </button>`}
      </li>`)}
    </ul>
  <//>`}var Po=/* @__PURE__ */ U({NamePage:()=>Fo});function Fo(){let e=I(),[t,n]=k(e.user.value?.name??``),{busy:r,error:i,run:a}=V(async()=>{e.update(await e.api.setName(t.trim())),F(B.settings,{replace:!0})});return P`<${q} title=${A(`settings.name`)} back=${B.settings}>
    <form
      class="form inset"
      onSubmit=${e=>{e.preventDefault(),a()}}
    >
      <${z}
        label=${A(`link.name`)}
        hint=${A(`name.hint`)}
        error=${i?c(i):void 0}
        value=${t}
        onInput=${n}
        autocomplete="name"
        maxlength=${100}
        autofocus
        required
      />
      <button class="button primary" disabled=${r||!t.trim()}>${A(`save`)}</button>
    </form>
  <//>`}const Io={"avatar.change":`Change your picture`,"avatar.own":`Your picture`,"devices.end":`Sign out {device}`,"devices.intro":`You are signed in on these devices. Sign out those you don’t know or don’t use any more.`,"devices.seen":`Last seen: {time}`,"devices.this":`This device`,"devices.unnamed":`Unnamed device`,logout:`Sign out`,"logout.anyway":`Sign out and delete them`,"logout.unsent.one":`{count} message or change hasn’t been sent yet and would be lost.`,"logout.unsent.other":`{count} messages or changes haven’t been sent yet and would be lost.`,"name.hint":`What others see.`,"password.change":`Change the password`,"password.changed":`The password was changed.`,"password.old":`Present password`,"password.others":`Your other devices will be signed out.`,"password.wrong":`This is not your present password.`,save:`Save`,"settings.devices":`Devices`,"settings.name":`Name`,"settings.password":`Password`,"settings.text":`Text size`,"settings.theme":`Appearance`,"text.huge":`Largest`,"text.large":`Larger`,"text.normal":`Normal`,"theme.auto":`Automatic`,"theme.dark":`Dark`,"theme.light":`Light`},Lo={"avatar.change":`更换头像`,"avatar.own":`我的头像`,"devices.end":`将 {device} 退出登录`,"devices.intro":`您在以下设备上登录。请将不认识或不再使用的设备退出登录。`,"devices.seen":`上次使用：{time}`,"devices.this":`当前设备`,"devices.unnamed":`未命名设备`,logout:`退出登录`,"logout.anyway":`删除并退出登录`,"logout.unsent.one":`有 {count} 条消息或更改尚未发送，退出后将丢失。`,"logout.unsent.other":`有 {count} 条消息或更改尚未发送，退出后将丢失。`,"name.hint":`其他人看到的名字。`,"password.change":`修改密码`,"password.changed":`密码已修改。`,"password.old":`当前密码`,"password.others":`您的其他设备将退出登录。`,"password.wrong":`当前密码不正确。`,save:`保存`,"settings.devices":`设备`,"settings.name":`姓名`,"settings.password":`密码`,"settings.text":`文字大小`,"settings.theme":`外观`,"text.huge":`最大`,"text.large":`较大`,"text.normal":`标准`,"theme.auto":`跟随系统`,"theme.dark":`深色`,"theme.light":`浅色`};var Ro=/* @__PURE__ */ U({LeavingNote:()=>Ko,finish:()=>Ho,keepOn:()=>Wo});const zo=Ee(!1);let Bo=()=>{},Vo=null;function Ho(e,t,n=()=>e.revoke(()=>Uo(t))){return Vo??=n().catch(e=>{if(N(e).retry)throw e}).then(()=>{t.removeItem(Le),zo.value=!1}).finally(()=>{Vo=null}),Vo}function Uo(e){return e.getItem(Le)!==null}async function Wo(e,t){let n=new ce({random:ze.random});for(;zo.value=Uo(t);)try{await Ho(e,t)}catch{await Go(n.next())}}function Go(e){return new Promise(t=>{let n=setTimeout(t,e);Bo(),Bo=()=>{clearTimeout(n),t(void 0)}})}window.addEventListener(`online`,()=>Bo()),document.addEventListener(`visibilitychange`,()=>Bo());function Ko(){return zo.value&&P`<p class="note" role="status">${A(`login.leaving`)}</p>`}const qo=[`insecure`,`home-screen`,`unable`,`blocked`];function Jo(){let e=Ja.value,t=qo.includes(e);return P`<${lr}
    label=${A(`settings.notify`)}
    hint=${A(`notices.${e}`)}
    on=${!t&&e!==`off`}
    disabled=${t}
    onChange=${async e=>e?ao():(await oo(),!0)}
  />`}var Yo=/* @__PURE__ */ U({SettingsPanel:()=>$o});o({en:Io,zh:Lo});const Xo=ne(()=>Promise.resolve().then(()=>Po).then(e=>e.NamePage)),Zo=ne(()=>Promise.resolve().then(()=>rs).then(e=>e.PasswordPage)),Qo=ne(()=>Promise.resolve().then(()=>Mo).then(e=>e.DevicesPage));function $o({page:e}){switch(e){case`name`:return P`<${Xo} />`;case`password`:return P`<${Zo} />`;case`devices`:return P`<${Qo} />`;default:return P`<${es} />`}}function es(){let e=I(),t=e.user.value;if(!t)return null;let n={auto:A(`theme.auto`),light:A(`theme.light`),dark:A(`theme.dark`)},r={normal:A(`text.normal`),large:A(`text.large`),huge:A(`text.huge`)};return P`<${q} title=${A(`settings.title`)} back=${B.home}>
    <div class="profile">
      <${or}
        subject=${{id:t.id,name:t.name,avatar:t.avatar}}
        title=${A(`avatar.own`)}
        label=${A(`avatar.change`)}
        save=${async(t,n)=>e.update(await e.api.setAvatar(t,n))}
        remove=${async()=>{await e.api.removeAvatar(),e.update({...t,avatar:void 0})}}
      />
      <p class="profile-name"><bdi>${t.name}</bdi></p>
      <p class="profile-login">@${t.login}</p>
    </div>
    <ul class="rows">
      <${ts} icon="edit" path=${B.name} label=${A(`settings.name`)} />
      <${ts} icon="key" path=${B.password} label=${A(`settings.password`)} />
      <${ts} icon="device" path=${B.devices} label=${A(`settings.devices`)} />
      ${t.role!==`member`&&P`<${ts} icon="group" path=${B.admin} label=${A(`admin.title`)} />`}
      <li>
        <button type="button" class="row entry-row" onClick=${()=>{Je.value=!0}}>
          <${H} name="help" /><span class="row-title">${A(`help.title`)}</span>
        </button>
      </li>
    </ul>
    <${Jo} />
    <${G}
      legend=${A(`settings.language`)}
      options=${Ze}
      value=${re.value}
      onChoose=${e=>Pe(localStorage,e)}
    />
    <${G}
      legend=${A(`settings.theme`)}
      options=${n}
      value=${_e.value}
      onChoose=${e=>ge(localStorage,e)}
    />
    <${G}
      legend=${A(`settings.text`)}
      options=${r}
      value=${We.value}
      onChoose=${e=>He(localStorage,e)}
    />
    <${ns} />
  <//>`}function ts({icon:e,path:t,label:n}){return P`<li>
    <a class="row entry-row" href=${t}><${H} name=${e} /><span class="row-title">${n}</span></a>
  </li>`}function ns(){let e=I(),{pending:t,session:n}=L(),[r,i]=k(!1),a=t.value&&n.outbox.entries().length,o=_(null);return C(()=>{r&&o.current?.scrollIntoView({block:`nearest`})},[r]),P`<div class="sign-out">
    ${r&&a>0&&P`<p class="alert" role="alert">${u(`logout.unsent`,a)}</p>`}
    <button type="button" class="button danger" ref=${o} onClick=${()=>{if(a>0&&!r)return i(!0);F(B.home,{replace:!0}),e.logout()}}>
      ${A(r&&a>0?`logout.anyway`:`logout`)}
    </button>
  </div>`}var rs=/* @__PURE__ */ U({PasswordPage:()=>is});function is(){let{api:e,user:t}=I(),[n,r]=k(``),[i,a]=k(``),{busy:o,failure:s,wrong:l,attributes:u}=vt([`old`,`new`],async()=>{await e.changePassword(n,i),xe(A(`password.changed`)),F(B.settings,{replace:!0})},e=>e.code===`credentials_wrong`?A(`password.wrong`):c(e));return P`<${q} title=${A(`settings.password`)} back=${B.settings}>
    <form class="form inset" ...${u}>
      ${s&&P`<p class="alert" role="alert">${s}</p>`}
      <input type="text" value=${t.value?.login} autocomplete="username" readonly hidden />
      <${Be}
        label=${A(`password.old`)}
        error=${l(`old`)}
        value=${n}
        onInput=${r}
        autocomplete="current-password"
        autofocus
        required
      />
      <${Be}
        label=${A(`link.password`)}
        hint=${A(`link.password-hint`)}
        error=${l(`new`)}
        value=${i}
        onInput=${a}
        autocomplete="new-password"
        required
      />
      <p class="note">${A(`password.others`)}</p>
      <button class="button primary" disabled=${o||!n||!i}>${A(`password.change`)}</button>
    </form>
  <//>`}const as={"help.above":`Message before`,"help.anywhere":`Anywhere`,"help.back":`Back, or to where you write`,"help.below":`Message after`,"help.bold":`**bold**`,"help.code":"`code`","help.edit-last":`Edit your last message (in an empty field)`,"help.find":`Search this conversation`,"help.help":`Show this sheet`,"help.italic":`_italic_`,"help.line":`New line`,"help.list":`- one
- two`,"help.markup":`Formatting`,"help.mention":`Mention somebody in a group`,"help.menu":`Everything you can do with it`,"help.message":`On a message`,"help.new":`New chat`,"help.next":`Next conversation`,"help.previous":`Previous conversation`,"help.quote":`> quote`,"help.search":`Search everything`,"help.send":`Send`,"help.struck":`~~struck~~`,"help.touch":`By touch`,"help.touch-chat":`Hold a chat in the list`,"help.touch-chat-does":`Pin, mute, details`,"help.touch-hold":`Hold a message`,"help.touch-hold-does":`React, reply, select its text, and more`,"help.touch-quote":`Tap a quote or the pinned message`,"help.touch-quote-does":`Go to that message`,"help.touch-title":`Tap the name at the top`,"help.touch-title-does":`Members and settings`,"help.writing":`While writing`},os={"help.above":`上一条消息`,"help.anywhere":`任意位置`,"help.back":`返回，或回到输入框`,"help.below":`下一条消息`,"help.bold":`**粗体**`,"help.code":"`代码`","help.edit-last":`编辑上一条消息（输入框为空时）`,"help.find":`搜索此会话`,"help.help":`显示此帮助`,"help.italic":`_斜体_`,"help.line":`换行`,"help.list":`- 第一项
- 第二项`,"help.markup":`文本格式`,"help.mention":`在群组中提及某人`,"help.menu":`打开操作菜单`,"help.message":`选中消息时`,"help.new":`新聊天`,"help.next":`下一个会话`,"help.previous":`上一个会话`,"help.quote":`> 引用`,"help.search":`全局搜索`,"help.send":`发送`,"help.struck":`~~删除线~~`,"help.touch":`触屏操作`,"help.touch-chat":`长按列表中的会话`,"help.touch-chat-does":`置顶、免打扰、详情`,"help.touch-hold":`长按消息`,"help.touch-hold-does":`回应、回复、选择文字等`,"help.touch-quote":`轻点引用或置顶消息`,"help.touch-quote-does":`跳转到原消息`,"help.touch-title":`轻点顶部的名称`,"help.touch-title-does":`查看成员和设置`,"help.writing":`输入时`};var ss=/* @__PURE__ */ U({HelpSheet:()=>ps});o({en:as,zh:os});const cs=/Mac|iPhone|iPad/.test(navigator.userAgent)?`⌘`:`Ctrl`,ls=cs===`⌘`?`⌥`:`Alt`,us=[[`help.anywhere`,[[`help.search`,[cs,`K`]],[`help.find`,[cs,`F`]],[`help.previous`,[ls,`↑`]],[`help.next`,[ls,`↓`]],[`help.new`,[ls,`N`]],[`help.back`,[`Esc`]],[`help.help`,[cs,`/`]]]],[`help.writing`,[[`help.send`,[`Enter`]],[`help.line`,[`Shift`,`Enter`]],[`help.edit-last`,[`↑`]],[`help.mention`,[`@`]]]],[`help.message`,[[`help.above`,[`↑`]],[`help.below`,[`↓`]],[`help.menu`,[`Enter`]],[`message.reply`,[`R`]],[`message.edit`,[`E`]],[`message.react`,[`+`]],[`message.copy`,[`C`]]]]],ds=[[`help.touch-hold`,`help.touch-hold-does`],[`help.touch-quote`,`help.touch-quote-does`],[`help.touch-title`,`help.touch-title-does`],[`help.touch-chat`,`help.touch-chat-does`]],fs=[`help.bold`,`help.italic`,`help.struck`,`help.code`,`help.quote`,`help.list`];function ps({onClose:e}){return P`<div class="help">
    <header class="help-head">
      <h1>${A(`help.title`)}</h1>
      <button type="button" class="icon-button" aria-label=${A(`close`)} title=${A(`close`)} onClick=${e}>
        <${H} name="close" />
      </button>
    </header>
    <div class="help-parts">
      <section class="help-touch">
        <h2>${A(`help.touch`)}</h2>
        <dl class="help-pairs">
          ${ds.map(([e,t])=>P`<div key=${e}><dt>${A(e)}</dt><dd>${A(t)}</dd></div>`)}
        </dl>
      </section>
      ${us.map(([e,t])=>P`<section key=${e} class="help-keys">
        <h2>${A(e)}</h2>
        <dl>
          ${t.map(([e,t])=>P`<div key=${e}>
            <dt>${A(e)}</dt>
            <dd>${t.map(e=>P`<kbd>${e}</kbd>`)}</dd>
          </div>`)}
        </dl>
      </section>`)}
      <section>
        <h2>${A(`help.markup`)}</h2>
        <dl class="help-markup">
          ${fs.map(e=>P`<div key=${e}><dt><code>${A(e)}</code></dt><dd><${y} text=${A(e)} mentions=${[]} me="" /></dd></div>`)}
        </dl>
      </section>
    </div>
  </div>`}var ms=/* @__PURE__ */ U({Missing:()=>hs});function hs({name:e}){return P`<div class="pane-empty" role=${e===null?void 0:`alert`}>
    <h1>${e===null?A(`conversation.missing`):A(`conversation.gone`,{name:e})}</h1>
    <a class="button quiet" href=${B.home}>${A(`conversation.to-list`)}</a>
  </div>`}var gs=/* @__PURE__ */ U({startShortcuts:()=>_s});function _s(e,t){e.addEventListener(`keydown`,e=>{let n=t();!n||e.isComposing||e.defaultPrevented||vs(e,n)&&e.preventDefault()})}function vs(e,t){let{key:n,altKey:r,shiftKey:i}=e,o=e.ctrlKey||e.metaKey;if(document.querySelector(`dialog[open]`)!==null)return!1;let s=e.target.matches?.(`input, textarea, select`)??!1;return o&&n.toLowerCase()===`k`?xs():o&&n.toLowerCase()===`f`&&ys()&&!i?(a.value=!0,!0):o&&n===`/`?bs():r&&(n===`ArrowUp`||n===`ArrowDown`)?Ss(t,n===`ArrowUp`?-1:1):r&&n.toLowerCase()===`n`?(F(B.new),!0):!o&&!r&&!s&&n===`?`?bs():!o&&!r&&n===`Escape`&&Cs()}function ys(){return Ge.value.name===`conversation`}function bs(){return Je.value=!0,!0}function xs(){let e=()=>document.querySelector(`[data-search]`);return e()||(F(B.home),setTimeout(()=>e()?.focus())),e()?.focus(),!0}function Ss(e,t){let n=e.conversations.value,r=Ge.value;if(n.length===0)return!1;let i=n[((`id`in r?n.findIndex(({id:e})=>e===r.id):t===1?-1:0)+t+n.length)%n.length];return i&&F(B.conversation(i.id)),!0}function Cs(){if(ft())return!0;if(j())return!document.activeElement?.matches(`[type=search]:not(:placeholder-shown)`)&&(se(!1),!0);let e=Ge.value;if(e.name===`people`)pt(B.conversation(e.id));else if(e.name===`settings`&&e.page!==`menu`)pt(B.settings);else if(e.name===`conversation`){let e=document.querySelector(`.composer textarea`);if(e&&document.activeElement!==e)e.focus();else if(ae.value&&r.value)se(!1);else return!1}else if(e.name!==`home`)pt(B.home);else return!1;return!0}var ws=/* @__PURE__ */ U({startUpdates:()=>Ts,takeUpdate:()=>Es});async function Ts({serviceWorker:e}){if(!e)return;e.addEventListener(`message`,({data:e})=>{typeof e?.path==`string`&&F(e.path)});let t=await e.register(`sw.js`).catch(()=>null);if(!t)return;let n=()=>{t.waiting&&e.controller&&(pe.value=t.waiting)};n(),t.addEventListener(`updatefound`,()=>t.installing?.addEventListener(`statechange`,n)),setInterval(()=>t.update().catch(()=>{}),36e5)}function Es(e){let t=pe.value;t&&(e(),navigator.serviceWorker.addEventListener(`controllerchange`,()=>window.location.reload(),{once:!0}),t.postMessage(`take over`))}var Ds=/* @__PURE__ */ U({FirstSteps:()=>Os});function Os(){let e=I().user.value?.role!==`member`;return P`<div class="first-steps">
    <h2 class="beginning-title">${A(`list.none`)}</h2>
    <p>${A(`list.none-hint`)}</p>
    <ul>
      <${ks} icon="talk" path=${B.new} label=${A(`list.start`)} hint=${A(`list.start-hint`)} />
      <${ks} icon="group" path=${B.group} label=${A(`group.new`)} hint=${A(`list.group-hint`)} />
      ${e&&P`<${ks} icon="at" path=${B.invites} label=${A(`list.invite`)} hint=${A(`list.invite-hint`)} />`}
      <${ks} icon="device" path=${B.settings} label=${A(`list.set-up`)} hint=${A(`list.set-up-hint`)} />
    </ul>
  </div>`}function ks({icon:e,path:t,label:n,hint:r}){return P`<li>
    <a class="row" href=${t}>
      <span class="avatar plain"><${H} name=${e} /></span>
      <span class="row-main"><span class="row-title">${n}</span><span class="step-hint">${r}</span></span>
    </a>
  </li>`}const As={"error.banned":`This person was removed for good. Lift the ban first.`,"error.blocked":`One of you has blocked the other.`,"error.emoji_invalid":`This can’t be a reaction.`,"error.last_owner":`Give somebody else the role of owner first.`,"error.login_confusable":`This looks like a login that somebody has. Choose one that can’t be mistaken for another.`,"error.login_invalid":`Use 1 to 64 letters, digits, dots, hyphens, underscores or @, without spaces, among them a letter or digit.`,"error.login_mixed":`Take all letters from one alphabet: those of several can look alike.`,"error.login_reserved":`This word mentions everybody, or is an id. Choose another login.`,"error.login_taken":`Somebody has this login already. Choose another one.`,"error.name_invalid":`Use 1 to 100 visible characters on one line, with no pile of accents on a letter.`,"error.not_found":`This doesn’t exist any more.`,"error.not_member":`You aren’t in this conversation any more.`,"error.server_name_invalid":`Use 1 to 64 visible characters.`,"error.storage_full":`The server’s disk is full. Your message waits, and is sent once there is space again.`,"error.text_invalid":`There is nothing to see in this text, or it is too long.`,"error.title_invalid":`Use 1 to 100 visible characters on one line, with no pile of accents on a letter.`,"error.token_reused":`You were signed out: somebody else may have used this device’s sign-in. Sign in again, and if it wasn’t you, change your password.`,"error.too_late":`It is too late to recall this message. Ask an admin of the group.`,"error.too_many":`That is more than a group can hold.`,"error.unknown_conversation":`This conversation doesn’t exist any more.`,"error.unknown_file":`A file of this message isn’t there any more. Choose it again.`,"error.unknown_message":`This message doesn’t exist any more.`,"error.mention_left":`Somebody whom you mention isn’t in this group any more.`,"error.unknown_user":`This person’s account doesn’t exist any more.`},js={"error.banned":`此人已被永久移除，请先解除。`,"error.blocked":`你们其中一方已屏蔽对方。`,"error.emoji_invalid":`不能用它作回应。`,"error.last_owner":`请先将群主身份交给其他人。`,"error.login_confusable":`该账号名与他人的账号名看起来太像，请换一个不会混淆的。`,"error.login_invalid":`请使用 1 到 64 个字母、汉字、数字、点、连字符、下划线或 @，不能有空格，且至少含一个字母、汉字或数字。`,"error.login_mixed":`请勿混用不同文字的字母：它们可能看起来一样。中文可以与英文字母同用。`,"error.login_reserved":`这个词用于提及所有人，或是系统编号，请换一个账号名。`,"error.login_taken":`该账号名已被使用，请换一个。`,"error.name_invalid":`请输入 1 到 100 个可见字符，不能换行，一个字母上也不能叠加过多符号。`,"error.not_found":`它已不存在。`,"error.not_member":`您已不在该会话中。`,"error.server_name_invalid":`请输入 1 到 64 个可见字符。`,"error.storage_full":`服务器磁盘已满。您的消息会等待，有空间后自动发送。`,"error.text_invalid":`消息没有可见内容，或过长。`,"error.title_invalid":`请输入 1 到 100 个可见字符，不能换行，一个字母上也不能叠加过多符号。`,"error.token_reused":`您已退出登录：此设备的登录凭证可能已被他人使用。请重新登录；如果不是您本人操作，请修改密码。`,"error.too_late":`已超过可撤回的时间，请联系群管理员。`,"error.too_many":`超出了群组的人数上限。`,"error.unknown_conversation":`该会话已不存在。`,"error.unknown_file":`消息中的文件已不存在，请重新选择。`,"error.unknown_message":`该消息已不存在。`,"error.mention_left":`您提及的人已不在此群组中。`,"error.unknown_user":`该用户的账号已不存在。`};var Ms=/* @__PURE__ */ U({});o({en:As,zh:js});var Ns=/* @__PURE__ */ U({LinkScreen:()=>Fs});const Ps=[`server`,`login`,`name`,`password`];function Fs({code:e}){let t=I(),[n,r]=k(null),[i,a]=k(null);return C(()=>{t.link(e).then(e=>{e.kind!==`setup`&&($e.value=e.server),r(e)},e=>a(N(e)))},[e]),i?P`<${Is} error=${i} />`:n?P`<${Ls} code=${e} link=${n} />`:P`<${Ce} title=${A(`link.checking`)} />`}function Is({error:e}){return P`<${Ce} title=${A(`link.invalid`)} intro=${c(e)}>
    <a class="button primary" href=${B.home}>${A(`link.to-login`)}</a>
  <//>`}function Ls({code:e,link:t}){let n=I(),r=t.kind!==`password`,i=t.kind===`setup`,[a,o]=k(t.server),[s,c]=k(``),[l,u]=k(``),[d,f]=k(``),{busy:p,failure:m,wrong:h,attributes:g}=vt(Ps,async()=>{let t={login:s.trim(),...l.trim()&&{name:l.trim()},password:d},o=i&&a.trim()&&{server:a.trim()};await n.redeem(e,r?{...t,...o}:{password:d}),F(B.home,{replace:!0})}),_={server:qe(),login:t.login??``};return P`<${Ce} title=${A(`link.${t.kind}.title`,_)} intro=${A(`link.${t.kind}.intro`,_)}>
    <form class="form" ...${g}>
      ${m&&P`<p class="alert" role="alert">${m}</p>`}
      ${i&&P`<${z}
          label=${A(`link.server`)}
          hint=${A(`link.server-hint`)}
          error=${h(`server`)}
          value=${a}
          onInput=${o}
          autocomplete="organization"
          maxlength=${64}
          autofocus
        />`}
      ${r?P`<${z}
              label=${A(`link.login`)}
              hint=${A(`link.login-hint`)}
              error=${h(`login`)}
              value=${s}
              onInput=${c}
              autocomplete="username"
              maxlength=${64}
              autofocus=${!i}
              required
            />
            <${z}
              label=${A(`link.name`)}
              hint=${A(`link.name-hint`)}
              error=${h(`name`)}
              value=${l}
              onInput=${u}
              autocomplete="name"
              maxlength=${100}
            />`:P`<input type="text" value=${t.login} autocomplete="username" readonly hidden />`}
      <${Be}
        label=${A(`link.password`)}
        hint=${A(`link.password-hint`)}
        error=${h(`password`)}
        value=${d}
        onInput=${f}
        autocomplete="new-password"
        autofocus=${!r}
        required
      />
      <button class="button primary" disabled=${p}>${A(p?`link.busy`:`link.${t.kind}.submit`)}</button>
    </form>
  <//>`}var Rs=/* @__PURE__ */ U({ReuseNote:()=>zs});o({en:Io,zh:Lo});function zs({reuse:{device:e,at:t}}){let n=I();return P`<div class="update-place" role="alert">
    <div class="update-note wide">
      <span>${A(`reuse.ended`,{device:e||A(`devices.unnamed`),time:T(t)})}<br />${A(`reuse.advice`)}</span>
      <a class="link-button" href=${B.password} onClick=${()=>n.takeNote()}>${A(`password.change`)}</a>
      <button type="button" class="link-button" onClick=${()=>n.takeNote()}>${A(`close`)}</button>
    </div>
  </div>`}const Bs={"unowned.again":`No console, or is the link older than a week? This prints a new one:`,"unowned.hint":`This server has no owner yet. Its console prints the owner’s link:`,"unowned.in-checkout":`where it was started by ./scripts/serve`,"unowned.intro":`It is running, and waits for its owner.`,"unowned.link":`The owner’s link, or the code at its end`,"unowned.on-node":`on a node that the playbook installed`,"unowned.open":`Set up the server`,"unowned.others":`Somebody else installed it? Ask them to set it up, then to invite you.`,"unowned.refused":`This is no link of this kind. Copy the whole line that begins with http.`,"unowned.title":`This server is new`,"unowned.where":`The console in which the server was started shows it. It works once.`},Vs={"unowned.again":`找不到控制台，或链接已超过一周？用下面的命令生成新链接：`,"unowned.hint":`这台服务器还没有所有者。在控制台运行以下命令可获得所有者链接：`,"unowned.in-checkout":`用 ./scripts/serve 启动的服务器`,"unowned.intro":`服务器已在运行，正等待所有者完成设置。`,"unowned.link":`所有者链接，或链接末尾的代码`,"unowned.on-node":`用 playbook 安装的节点`,"unowned.open":`设置服务器`,"unowned.others":`服务器是别人安装的？请对方先完成设置，再邀请您加入。`,"unowned.refused":`这不是有效的设置链接。请复制以 http 开头的整行内容。`,"unowned.title":`这是一台新服务器`,"unowned.where":`启动服务器的控制台里会显示它，只能使用一次。`};var Hs=/* @__PURE__ */ U({OwnerHint:()=>Gs,Unowned:()=>Ws,codeIn:()=>Ks});o({en:Bs,zh:Vs});const Us=[[`unowned.on-node`,`sudo imctl setup-link`],[`unowned.in-checkout`,`.venv/bin/imctl setup-link`]];function Ws(){let e=I(),[t,n]=k(``),[r,i]=k(!1);C(()=>{let t=()=>e.look();return window.addEventListener(`focus`,t),()=>window.removeEventListener(`focus`,t)},[e]);let a=async()=>{let n=Ks(t);i(!n),n&&(await e.look(),e.unowned.value&&F(B.link(n)))};return P`<${Ce} title=${A(`unowned.title`)} intro=${A(`unowned.intro`)}>
    <form
      class="form"
      noValidate
      onSubmit=${e=>{e.preventDefault(),a()}}
    >
      <${z}
        label=${A(`unowned.link`)}
        hint=${A(`unowned.where`)}
        error=${r?A(`unowned.refused`):void 0}
        value=${t}
        onInput=${n}
        autocomplete="off"
      />
      <button class="button primary">${A(`unowned.open`)}</button>
    </form>
    <div class="unowned-guide">
      <p>${A(`unowned.again`)}</p>
      <dl>
        ${Us.map(([e,t])=>P`<div key=${e}>
            <dt>${A(e)}</dt>
            <dd><code>${t}</code></dd>
          </div>`)}
      </dl>
      <p>${A(`unowned.others`)}</p>
    </div>
  <//>`}function Gs(){return P`${A(`unowned.hint`)} <code>sudo imctl setup-link</code>`}function Ks(e){return/(?:\/link\/|^)([\w-]{16,})$/.exec(e.replace(/\s/g,``))?.[1]??``}var qs=/* @__PURE__ */ U({startArrows:()=>Ys});function Js(e,{at:t,count:n,columns:r}){if(n===0)return null;let i=n-1;if(t===-1)return e===`ArrowDown`?0:e===`ArrowUp`?i:null;switch(e){case`ArrowDown`:return t+r<=i?t+r:t===i?null:i;case`ArrowUp`:return Math.max(-1,t-r);case`ArrowLeft`:return r>1?Math.max(0,t-1):null;case`ArrowRight`:return r>1?Math.min(i,t+1):null;case`Home`:return 0;case`End`:return i;default:return null}}function Ys(e){let t=()=>{};e.addEventListener(`input`,()=>t()),e.addEventListener(`keydown`,e=>{t();let n=e.target,r=n.closest?.(`[data-arrows]`);if(!r||e.isComposing||e.defaultPrevented||e.ctrlKey||e.metaKey||e.altKey)return;let i=r.querySelector(`input`),a=n===i,o=Xs(r),s=o.indexOf(n);if(!a&&s===-1)return;let c=Js(e.key,{at:s,count:o.length,columns:Zs(o)});if(c!==null)(c===-1?i:o[c])?.focus();else if(a&&e.key===`Enter`&&i.value)t=Qs(r);else{!a&&(e.key===`Backspace`||e.key.length===1&&e.key!==` `)&&i?.focus();return}e.preventDefault()})}function Xs(e){return[...e.querySelectorAll(`[data-choices] :is(a, button):not(:disabled)`)]}function Zs(e){let t=e[0]?.offsetTop,n=e.findIndex(({offsetTop:e})=>e!==t);return e[0]?.closest(`[data-choices=grid]`)?n===-1?e.length:n:1}function Qs(e){let t=new MutationObserver(n);function n(){let[n]=Xs(e);(n?n.closest(`[aria-busy=true]`):e.querySelector(`[aria-busy=true], .lazy`))||(t.disconnect(),n?.click())}return t.observe(e,{subtree:!0,childList:!0,attributes:!0,attributeFilter:[`aria-busy`]}),n(),()=>t.disconnect()}var $s=/* @__PURE__ */ U({startPresses:()=>ec});function ec(e){let t=null,n=!1,r=()=>{t&&clearTimeout(t.timer),t=null};e.addEventListener(`pointerdown`,({target:e,pointerType:i,isPrimary:a,clientX:o,clientY:s})=>{r(),n=!1,i===`touch`&&a&&(t={timer:setTimeout(()=>{let t=new MouseEvent(`contextmenu`,{bubbles:!0,cancelable:!0,clientX:o,clientY:s});n=!e.dispatchEvent(t),r()},450),x:o,y:s})},!0),e.addEventListener(`pointermove`,({clientX:e,clientY:n})=>{t&&Math.hypot(e-t.x,n-t.y)>8&&r()},!0);for(let t of[`pointerup`,`pointercancel`,`scroll`])e.addEventListener(t,r,!0);e.addEventListener(`contextmenu`,e=>{e.isTrusted&&n&&(e.preventDefault(),e.stopPropagation())},!0),e.addEventListener(`contextmenu`,e=>{e.isTrusted&&t&&(n=e.defaultPrevented),r()}),e.addEventListener(`touchend`,e=>n&&e.cancelable&&e.preventDefault(),{passive:!1})}export{Er as A,gt as B,ti as C,Mr as D,Fr as E,Wt as F,nt as H,At as I,bt as L,_r as M,er as N,Ar as O,Wn as P,vt as R,pi as S,zr as T,ct as V,Ta as _,Ns as a,sa as b,ws as c,ss as d,Yo as f,fo as g,So as h,Rs as i,wr as j,Or as k,gs as l,Do as m,qs as n,Ms as o,Ro as p,Hs as r,Ds as s,$s as t,ms as u,xa as v,Jr as w,yi as x,ha as y,ht as z};
