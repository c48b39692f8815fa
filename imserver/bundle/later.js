/* Made by scripts/bundle from imserver/web/, where the sources and licences are. */
import{$ as e,A as t,At as n,B as r,C as i,Ct as a,D as o,Dt as s,E as c,Et as l,F as u,Ft as d,G as f,Gt as p,H as m,Ht as h,I as g,It as _,J as v,Jt as y,K as b,Kt as ee,L as te,Lt as x,M as S,Mt as C,N as ne,Nt as w,O as T,Ot as E,Pt as D,Q as re,R as ie,S as ae,St as oe,T as se,Tt as ce,U as O,V as le,Vt as ue,W as de,Wt as fe,X as pe,Xt as k,Y as me,Z as he,_ as ge,_t as A,a as _e,at as ve,b as ye,bt as be,c as xe,ct as j,d as Se,dt as Ce,et as we,f as Te,ft as M,g as Ee,gt as N,h as De,ht as Oe,i as ke,it as Ae,j as je,jt as Me,k as Ne,kt as Pe,l as Fe,lt as Ie,m as Le,mt as Re,n as P,nt as ze,o as Be,ot as Ve,p as He,pt as F,q as Ue,qt as We,r as Ge,rt as Ke,s as qe,st as Je,t as I,tt as Ye,u as Xe,ut as L,v as Ze,vt as R,w as Qe,wt as z,x as $e,y as et,yt as tt,z as B,zt as V}from"./main.js";var nt=Object.defineProperty,H=(e,t)=>{let n=Object.setPrototypeOf({},null);for(var r in e)nt(n,r,{get:e[r],enumerable:!0});return t&1||nt(n,Symbol.toStringTag,{value:`Module`}),t&2?n:Object.preventExtensions(n)};z({en:{"error.link_invalid":`It was already used, has expired, or never existed. Ask for a new one.`,"error.password_weak":`Use 8 to 256 characters, and not the login.`,"link.busy":`One moment…`,"link.checking":`One moment…`,"link.invalid":`This link isn’t valid`,"link.invite.intro":`Create your account and chat with the others.`,"link.invite.submit":`Create my account`,"link.invite.title":`You’re invited to {server}`,"link.login":`Login`,"link.login-hint":`What you sign in with, such as “maria”.`,"link.name":`Your name`,"link.name-hint":`What others see. You can leave it empty.`,"link.password":`New password`,"link.password-hint":`At least 8 characters.`,"link.password.intro":`Choose a new password for “{login}” on {server}.`,"link.password.submit":`Save and sign in`,"link.password.title":`New password`,"link.server":`Server name`,"link.server-hint":`Such as the name of your school, team or family. Everyone sees it, and you can change it later.`,"link.setup.intro":`This is a new server. Create the account that will run it.`,"link.setup.submit":`Create administrator account`,"link.setup.title":`Set up your server`,"link.to-login":`Go to sign-in`},zh:{"error.link_invalid":`该链接已被使用、已过期或不存在，请索取新的链接。`,"error.password_weak":`请使用 8 到 256 个字符，且不能与账号名相同。`,"link.busy":`请稍候…`,"link.checking":`请稍候…`,"link.invalid":`链接无效`,"link.invite.intro":`创建账号，和大家一起聊天。`,"link.invite.submit":`创建我的账号`,"link.invite.title":`邀请您加入 {server}`,"link.login":`账号`,"link.login-hint":`用于登录，例如“xiaoming”。`,"link.name":`您的姓名`,"link.name-hint":`其他人看到的名字，可以不填。`,"link.password":`新密码`,"link.password-hint":`至少 8 个字符。`,"link.password.intro":`请为“{login}”在 {server} 上设置新密码。`,"link.password.submit":`保存并登录`,"link.password.title":`设置新密码`,"link.server":`服务器名称`,"link.server-hint":`例如学校、团队或家庭的名称。所有人都会看到，以后可以更改。`,"link.setup.intro":`这是一台新的服务器，请创建管理它的账号。`,"link.setup.submit":`创建管理员`,"link.setup.title":`设置您的服务器`,"link.to-login":`前往登录`}}),z({en:{"group.add":`Add members`,"group.add-done":`Done`,"group.create-empty":`Create group`,"group.create.one":`Create group with {count} person`,"group.create.other":`Create group with {count} people`,"group.deselect":`Remove {name}`,"group.new":`New group`,"group.rename":`Save name`,"group.selected":`Selected people`,"group.title":`Group name`,"list.invite":`Invite people`,"people.alone":`Nobody else is here yet.`,"people.me":`(you)`,"people.none":`No one found.`,"people.others.one":`and {count} more`,"people.others.other":`and {count} more`,"people.search":`Search by name or login`},zh:{"group.add":`添加成员`,"group.add-done":`完成`,"group.create-empty":`创建群组`,"group.create.one":`创建群组（{count} 人）`,"group.create.other":`创建群组（{count} 人）`,"group.deselect":`移除{name}`,"group.new":`新建群组`,"group.rename":`保存名称`,"group.selected":`已选成员`,"group.title":`群组名称`,"list.invite":`邀请他人`,"people.alone":`这里还没有其他人。`,"people.me":`（我）`,"people.none":`没有找到相关联系人。`,"people.others.one":`还有 {count} 人`,"people.others.other":`还有 {count} 人`,"people.search":`按姓名或账号搜索`}});function rt(e,t){let{api:n}=M(),[r,i]=V(null),[a,o]=V(null),[s,c]=V(!1),[l,u]=V(null);return D(()=>{let t=!0,a=setTimeout(()=>n.users({q:e.trim()||void 0,limit:50}).then(n=>{t&&(i(n.users),c(n.more),u(null),o(e))},e=>t&&u(k(e))),r?150:0);return()=>{t=!1,clearTimeout(a)}},[e]),{people:r?.filter(({id:e})=>!t.includes(e)),current:a===e,more:s,error:l,loadMore:async()=>{let t=await n.users({q:e.trim()||void 0,limit:50,after:r?.at(-1)?.login});i([...r??[],...t.users]),c(t.more)}}}function it({label:e,without:t,chosen:n,busy:i=!1,autofocus:a=!1,turn:o=0,onPick:s}){let[c,u]=V(``),d=x(null),{people:f,current:p,more:m,error:h,loadMore:g}=rt(c,t);return D(()=>{o>0&&u(``),(o>0||a)&&Ee(d.current)},[o]),R`<div class="people-search" data-arrows>
    <div class="search-box">
      <${r} name="search" />
      <input
        type="search"
        value=${c}
        placeholder=${e}
        aria-label=${e}
        autocapitalize="none"
        spellcheck=${!1}
        ref=${d}
        onInput=${e=>u(e.target.value)}
      />
    </div>
    ${h&&R`<p class="alert" role="alert">${E(h)}</p>`}
    <ul class="rows" aria-busy=${i||!p} data-choices>
      ${f?.map(e=>{let t=n?.includes(e.id);return R`<li key=${e.id}>
          <button type="button" class="row" disabled=${i} aria-pressed=${t} onClick=${()=>s(e)}>
            <${B} id=${e.id} name=${e.name} avatar=${e.avatar} />
            <span class="row-main">
              <span class="row-title"><bdi>${e.name}</bdi></span>
              <span class="row-sub">@${e.login}</span>
            </span>
            ${n&&R`<${ot} on=${t} />`}
          </button>
        </li>`})}
    </ul>
    ${f?.length===0&&R`<${at} isAlone=${!c.trim()} />`}
    ${m&&R`<button type="button" class="button quiet" onClick=${g}>${l(`people.more`)}</button>`}
  </div>`}function at({isAlone:e}){let t=M().user.value;return R`<p class="empty-note" role="status">
    ${l(e?`people.alone`:`people.none`)}
    ${e&&t?.role!==`member`&&R` <a href=${j.invites}>${l(`list.invite`)}</a>`}
  </p>`}function ot({on:e}){return R`<span class=${e?`tick on`:`tick`}>${e&&R`<${r} name="check" />`}</span>`}var st=class{#e;#t;#n;#r;#i;#a=[];#o=0;#s=!1;#c=0;#l=0;#u=null;#d=!1;#f=null;constructor({history:e,address:t,after:n,visit:r,onway:i=()=>{}}){this.#e=e,this.#t=t,this.#n=n,this.#r=r,this.#i=i,this.#c=this.#l=this.#_().at,this.#h()}open(e){let t={id:`${this.#r}.${++this.#o}`,close:e,asked:!1};return this.#a.push(t),this.#m(),()=>{this.#a=this.#a.filter(e=>e!==t),this.#m()}}close(){let e=this.#a.at(-1);return e?.close(),e!==void 0}clear(){let e=this.#_();for(let t of this.#a)e.layers.indexOf(t.id)>=e.base&&this.#p(t);this.#h()}moved(){let e=this.#c,{at:t,layers:n}=this.#_();if(t!==e&&(this.#d=t>e),this.#c=t,this.#f)return this.#f();for(let e of[...this.#a].reverse())n.includes(e.id)||(this.#p(e),e.close());this.#m()}#p(e){e.asked=!0,this.#n(300,()=>{e.asked=!1,this.#h()})}#m(){this.#s||(this.#s=!0,this.#n(0,()=>{this.#s=!1,this.#h()}))}#h(){if(this.#f)return;let e=this.#_(),t=this.#v(),n=e.layers.findIndex((e,n)=>e!==t[n]),r=n===-1?e.layers.length:n,i=e.layers.length-Math.max(r,e.base);if(i>0)return this.#g(this.#d&&e.at<this.#l?1:-i);let a=e.layers.slice(0,r),o=Math.min(e.base,r);r<e.layers.length&&this.#y({...e,base:o,layers:a});for(let n of t.slice(r))a=[...a,n],this.#c=this.#l=this.#c+1,this.#e.pushState({at:this.#c,from:e.from,base:o,layers:a},``)}#g(e){this.#i(new Promise(e=>{let t=()=>{this.#f=null,this.#h(),this.#f||e()};this.#f=t,this.#n(1e3,()=>{if(this.#f!==t)return;let e=this.#_();this.#y({...e,base:e.layers.length}),t()})})),this.#e.go(e)}#_(){let e=this.#u;this.#u=this.#t();let t=this.#e.state;if(lt(t))return t;this.#c=this.#l=this.#c+1;let n=this.#v();return this.#y({at:this.#c,from:e,base:n.length,layers:n})}#v(){return this.#a.filter(({asked:e})=>!e).map(({id:e})=>e)}#y(e){return this.#e.replaceState(e,``),e}};function ct(e,t){return!lt(e)||e.from!==t?0:1+Math.max(0,e.layers.length-e.base)}function lt(e){return Array.isArray(e?.layers)}var ut=/* @__PURE__ */ H({startLayers:()=>ft});let dt;function ft({history:e,location:t,addEventListener:n}){dt??=new st({history:e,address:()=>t.hash||`#/`,after:(e,t)=>setTimeout(t,e),visit:Date.now().toString(36),onway:e=>{Ce.end=e.then(()=>{Ce.end=null})}}),Ce.clear=()=>dt.clear(),n(`popstate`,()=>dt.moved()),n(`hashchange`,()=>e.state??dt.moved()),n(`click`,gt)}function pt(e,t=!0){let n=x(e);n.current=e,d(()=>t?dt?.open(()=>n.current()):void 0,[t])}function mt(){return dt?.close()??!1}function ht(e){let t=ct(history.state,e);t>0&&!Ce.end?history.go(-t):L(e)}function gt(e){let t=e.target.closest?.(`a[href^='#']`);if(!t||e.defaultPrevented||e.button||e.ctrlKey||e.metaKey||e.shiftKey||e.altKey)return;e.preventDefault();let n=t.getAttribute(`href`)??``;t.hasAttribute(`data-up`)?ht(n):L(n)}var _t=/* @__PURE__ */ H({Popup:()=>yt});function vt(e){pt(e);let t=x(null);return D(()=>{let e=t.current,n=et();return e.showModal(),!Ze()&&document.activeElement?.matches(`input, textarea`)&&(e.tabIndex=-1,e.focus()),()=>{e.close(),n()}},[]),{ref:t,onCancel:n=>{n.target===t.current&&(n.preventDefault(),mt()||e())},onClose:n=>{n.target===t.current&&(n.preventDefault(),e())}}}function yt({label:e,anchor:t=null,kind:n=``,onClose:r,children:i}){let a=vt(r),o=x(null);return d(()=>{let e=a.ref.current;if(!e||!t)return;let n=new ResizeObserver(()=>{let{width:n,height:r}=e.getBoundingClientRect(),{innerWidth:i,innerHeight:a}=window,o=t.top-r-8,s=Math.min(t.bottom+8,a-r-8);e.style.top=`${Math.max(8,o>=8?o:s)}px`;let c=t.left+n<=i-8;e.style.left=`${Math.max(8,c?t.left:t.right-n)}px`});return n.observe(e),()=>n.disconnect()},[t]),R`<dialog
    ...${a}
    class=${`popup ${t?`anchored`:``} ${n}`}
    aria-label=${e}
    onPointerDown=${e=>{o.current=e.target}}
    onClick=${e=>e.target===o.current&&a.onClose(e)}
  >
    <div class="popup-body">${i}</div>
  </dialog>`}function bt(e,t,n=E){let{busy:r,error:i,run:a}=I(t),o=x(null),s=e.filter(e=>i?.fields[e]);return D(()=>{(o.current?.querySelector(`[aria-invalid]`))?.focus()},[i]),{busy:r,failure:i&&s.length===0?n(i):void 0,wrong:e=>i?.fields[e]?n(i.fields[e]):void 0,attributes:{ref:o,noValidate:!0,onSubmit:e=>{e.preventDefault(),a()}}}}const xt=[`byte`,`kilobyte`,`megabyte`,`gigabyte`,`terabyte`];function St(e){let t=Math.min(xt.length-1,e<1?0:Math.floor(Math.log2(e)/10)),n=e/1024**t,r=+(t>0&&n<10),i=t>0?`short`:`long`,a={style:`unit`,unit:xt[t],unitDisplay:i,maximumFractionDigits:r};return new Intl.NumberFormat(ce(),a).format(n)}const Ct=/(?:^|[^\p{L}\p{N}._@-]|\p{Script=Han})@([^\s@]{0,30})$/u;function wt({kind:e,members:t,settings:n,role:r},i){return e===`group`?[...r!==`member`||n?.mention_all===`everybody`?[{id:`all`,name:l(`mention.all`),login:`all`}]:[],...t.filter(({id:e,login:t})=>e!==i&&t)]:[]}function Tt(e){return Ct.exec(e)?.[1]??null}function Et(e,t,n){let r=ie(t),i=({name:e,login:t})=>{let n=r(e);return n.includes(0)||r(t).includes(0)?0:n.some(e=>e>0)?1:2};return e.filter(e=>i(e)<2).sort((e,t)=>i(e)-i(t)).slice(0,n)}function Dt(e,t){let n=kt(e);return t.map(({start:e,end:t,id:r})=>({start:n(e),end:n(t),who:r}))}function Ot(e,t){let n=[],[r,i]=[0,0],a=t=>{for(;i<t&&r<e.length;i+=1)r+=Number(e.codePointAt(r))>65535?2:1;return i===t};for(let{start:e,end:i,who:o}of t){if(!(e<i)||!a(e))return[];let t=r;if(!a(i))return[];n.push({start:t,end:r,id:o})}return n}function kt(e){let[t,n]=[0,0];return r=>{for(;t<r;n+=1)t+=Number(e.codePointAt(t))>65535?2:1;return n}}const At={"mention.all":`everyone`,"mention.ambiguous":`{name} could be several people, so nobody is mentioned.`,"mention.ask":`Choose…`,"mention.card":`Mentioned person`,"mention.everybody":`Everyone in this group is mentioned.`,"mention.label":`People to mention`,"mention.left":`{name} is no longer in this group and won’t be mentioned.`,"mention.me":`This is you.`,"mention.unknown":`No longer in this group.`,"mention.without":`Send without mentioning them`,"mention.write":`Message`},jt={"mention.all":`所有人`,"mention.ambiguous":`{name} 可能指多个人，目前不会提及任何人。`,"mention.ask":`选择…`,"mention.card":`提及的人`,"mention.everybody":`提及了群组里的所有人。`,"mention.label":`可提及的人`,"mention.left":`{name} 已不在此群组中，不会被提及。`,"mention.me":`这是您自己。`,"mention.unknown":`已不在此群组中。`,"mention.without":`不提及对方，直接发送`,"mention.write":`发消息`};var Mt=/* @__PURE__ */ H({caller:()=>Ut,findNames:()=>Bt,placesIn:()=>Ht,standsAlone:()=>Vt,withEverybody:()=>Lt});z({en:At,zh:jt});const Nt=[At[`mention.all`],jt[`mention.all`],`all`],Pt=/(?:(?!\p{Script=Han})[\p{L}\p{N}]|[.@-])_*$/u,Ft=/^_*(?!\p{Script=Han})[\p{L}\p{N}]/u,It=/[*_~`[\]()<>]/g;function Lt(e){return[...Nt.map(e=>({id:`all`,name:e,login:`all`})),...e]}function Rt(e){let t=/* @__PURE__ */ new Map;for(let{id:n,name:r,login:i}of e)for(let e of[r,i]){let r=e.toLowerCase();r&&t.set(r,(t.get(r)??/* @__PURE__ */ new Set).add(n))}return{people:e,byName:t,lengths:[...new Set([...t.keys()].map(e=>e.length))].sort((e,t)=>t-e)}}let zt=Rt([]);function Bt(e,t,n={left:1/0}){if(!e.includes(`@`)||t.length===0)return[];zt.people!==t&&(zt=Rt(t));let{byName:r,lengths:i}=zt,a=[];for(let t=e.indexOf(`@`);t!==-1&&n.left>0;t=e.indexOf(`@`,t+1))for(let o of i){--n.left;let i=t+1+o,s=i<=e.length&&r.get(e.slice(t+1,i).toLowerCase());if(s&&Vt(e,t,i)){a.push({start:t,end:i,ids:[...s]}),t=i-1;break}}return a}function Vt(e,t,n){return Pt.test(e.slice(Math.max(0,t-8),t))?!1:/\p{Script=Han}/u.test(e.slice(n-1,n))||!Ft.test(e.slice(n,n+8))}function Ht({text:e,mentions:t=[],spans:n=[]},r,i){return n.length>0?Ot(e,n):Bt(e,Lt(r).filter(({id:e})=>t.includes(e)),i).flatMap(({start:e,end:t,ids:[n=``,...r]})=>r.length>0?[]:{start:e,end:t,id:n})}function Ut(e,t,n,r){let i=Ht(e,t,r),a=0;return{draw:(e,r,o)=>{let s=[],c=r;for(;a<i.length;a+=1){let l=i[a];if(l.start<r)continue;if(l.end>r+e.length)break;s.push(...o(e.slice(c-r,l.start-r)));let u=l.id===`all`?`all`:t.find(({id:e})=>e===l.id)?.login;s.push(Gt(l.id,e.slice(l.start-r,l.end-r),u,n)),c=l.end}return[...s,...o(e.slice(c-r))]},masked:Wt(e.text,i)}}function Wt(e,t){let n=[],r=0;for(let{start:i,end:a}of t)n.push(e.slice(r,i),e.slice(i,a).replace(It,`x`)),r=a;return n.join(``)+e.slice(r)}function Gt(e,t,n,r){let i=n=>{n.stopPropagation();let r=n.currentTarget;r.focus({preventScroll:!0}),we.value={id:e,written:t,anchor:r.getBoundingClientRect()}};return R`<span
    class=${e===r||e===`all`?`mention me`:`mention`}
    role="button"
    tabindex="0"
    aria-haspopup="dialog"
    title=${n&&`@${n}`}
    onClick=${i}
    onKeyDown=${e=>{(e.key===`Enter`||e.key===` `)&&(e.preventDefault(),i(e))}}
  >${t}</span>`}var Kt=/* @__PURE__ */ H({MentionFailure:()=>qt});function qt({pending:{conv:e,client_id:t}}){let n=F(),r=n.conversation(e);if(!r)return null;let i=new Set([...r.members,...wt(r,n.me).filter(({id:e})=>e===`all`)].map(({id:e})=>e));return R`<button type="button" class="link-button" onClick=${()=>n.session.outbox.retry(t,e=>i.has(e))}>
    ${l(`mention.without`)}
  </button>`}function Jt(e,t,n=t.length){let r=Math.min(e.length,t.length),i=t.slice(n),a=i.length<=r&&e.endsWith(i)?i.length:0,o=0;for(;o<r-a&&e[o]===t[o];)o+=1;for(;a<r-o&&e.at(-1-a)===t.at(-1-a);)a+=1;return{start:o,end:e.length-a}}function U({text:e,choices:t},n,r){if(e===n||t.length===0)return{text:n,choices:t};let{start:i,end:a}=Jt(e,n,r),o=n.length-e.length;return{text:n,choices:t.flatMap(e=>e.end<=i?e:e.start>=a?{...e,start:e.start+o,end:e.end+o}:[])}}function Yt(e,t){return[...e.filter(({start:e,end:n})=>n<=t.start||e>=t.end),t].sort((e,t)=>e.start-t.start)}function Xt({text:e,choices:t},n,r){let i=t.filter(e=>e.start>=n&&e.end<=r);return{text:e.slice(n,r),choices:i.map(e=>({...e,start:e.start-n,end:e.end-n}))}}function Zt({text:e,choices:t},n,r){let i=r-n.text.length;return i<0||e.slice(i,r)!==n.text?{text:e,choices:t}:{text:e,choices:n.choices.map(e=>({...e,start:e.start+i,end:e.end+i})).reduce(Yt,[...t])}}var Qt=class{#e=/* @__PURE__ */ new Map;note({text:e,choices:t}){if(this.#e.delete(e),this.#e.set(e,t),!(this.#e.size<=200))for(let e of this.#e.keys()){this.#e.delete(e);break}}of(e){return this.#e.get(e)}};const $t=RegExp(`\`+|[*_~]+|[[\\]]|${b.source}`,`giu`),en=/^(?![\uFE00-\uFE0F\u20E3])[\p{L}\p{M}\p{N}]/u,tn=/^[\u0E00-\u0EFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u2E80-\uA4CF\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFFEF\u{1AFF0}-\u{1B16F}\u{20000}-\u{3FFFF}]/u,nn=/^[，。、；：！？）」』】》…—]/,rn=/^[)\]}/\\]/,an=/^(?:$|[\s.,;:!?)\]}/\\|，。、；：！？）」』】》”’…])/,on=/^(?:$|[\s([{/\\|（「『【《“‘])/,sn=/^(?:[([{/\\]|[-+]\d)/,cn=/^(?:$|[\s“‘「『《，。、；：！？…—])/,ln=/^["'“‘「『《@#$¥€`[]/,un=/^["'”’」』》.,;:!?%…，。、；：！？`\])]/,dn=/^(?:$|[\s”’」』》…—，。、；：！？）]|[.,;:!?)](?!["'\p{L}\p{N}]))/u,fn=/^[=\\]/;function pn(e,t){let n=[];$t.lastIndex=0;for(let r=$t.exec(e);r&&t.left>0;r=$t.exec(e)){let e=r[0].length>6&&/^h/i.test(r[0])?Ke(r[0]):r[0];$t.lastIndex=r.index+e.length,n.push({at:r.index,token:e}),--t.left}return n}function mn(e,t){let n=[],r=/* @__PURE__ */ new Map;for(let i=t.length-1;i>=0;--i){let a=t[i];if(!a?.token.startsWith("`"))continue;let{at:o,token:s}=a,{length:c}=s,[l,u]=[_n(e,o),gn(e,o+c)],d=r.get(c),f=en.test(l)&&!tn.test(l)||fn.test(l);d&&!f&&(c===1?u.trim():e.slice(o+c,d.at).trim())&&(n[i]=d),(c>1||l.trim())&&r.set(c,a)}return n}function hn(e,t,n,r){let[i,a]=[_n(e,t),gn(e,n)],[o,s]=[en.test(i),en.test(a)];if(r){let t=dn.test(e.slice(n,n+3));return{opens:cn.test(i)&&(s||ln.test(a)),closes:(o||un.test(i))&&(t||nn.test(i)&&tn.test(a))}}let c=tn.test(i)||tn.test(a);return{opens:(c||!o)&&!an.test(a)&&!rn.test(i),closes:(c||!s)&&!on.test(i)&&!sn.test(e.slice(n,n+2))}}function gn(e,t){let n=e.codePointAt(t);return n===void 0?``:String.fromCodePoint(n)}function _n(e,t){let n=/[\uDC00-\uDFFF]/.test(e[t-1]??``);return e.slice(Math.max(0,t-(n?2:1)),t)}const vn=/[\u202A-\u202E\u2066-\u2069]/,yn=/[\p{C}\p{Default_Ignorable_Code_Point}\u2800\u2005-\u200A\u202F\u205F]/gu,bn=/[\s\u115F\u1160\u200B\u2800\u3164\uFFA0]{4}/,xn=/[·•‧⋅・۔܁܂ꓸ⸳∙᛫ᐧꞏ٠۰。᠃](?=[a-z0-9])/giu,Sn=/[∶ː꞉։׃]/gu,Cn=/[\\⁄∕⧸╱〳]/gu,wn=/\p{L}[\p{L}\p{N}+.-]{0,20}:\/\/|https?:|[\p{L}\p{N}]@[\p{L}\p{N}]|(?:^|[^\p{L}\p{N}])[\da-f]{0,4}::[\da-f]{0,4}(?!\p{L})|(?:[\da-f]{1,4}:){7}/iu,Tn=/(?:(?:[^\s\p{P}]|[-_]){1,63}\.)+(?=[^\s\p{P}]{0,63}\p{L})(?:[^\s\p{P}]|[-_]){2,}|\d+(?:\.\d+){3}/gu;function En(e,t){let{host:n,hostname:r,href:i}=new URL(t),a=e.trim();if(a===t||a===i)return pe(a);if(a.toLowerCase()===n)return``;if(vn.test(e)||bn.test(e))return null;let o=e.replace(yn,``).normalize(`NFKC`).replace(yn,``);if(!o.trim())return null;let s=o.replace(xn,`.`).replace(Sn,`:`).replace(Cn,`/`);return wn.test(s)?null:(s.match(Tn)??[]).every(e=>Dn(e)===r)?n:null}function Dn(e){try{return new URL(`http://${e}`).hostname}catch{return null}}const On=/^[ \t]*(`{3,})([^`]*)$/,kn=/^> \s*\S/,An=/^([ \t]*)([-*+•]|\d{1,9}[.)])[ \t]+(?=\S)/,jn=/^(?: {4}|\t)/,Mn=/^(?: {2}|\t)\s*\S/,Nn=/^\[([ xX])\] (?=\S)/,Pn=/^\p{Sc}?[.,]?\d/u,Fn=/\((https?:\/\/[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)/iy,In=/\*+|_+|~+/g,Ln=Object.freeze({"*":[`*`],"**":[`**`],"***":[`**`,`*`],_:[`_`],"~~":[`~~`]}),Rn=Object.freeze({"*":`em`,"**":`strong`,_:`em`,"~~":`del`});function zn(e,t={left:Ue}){let n=new Vn(e,t);return n.range(0,n.lines.length,0),n.pieces}function Bn(e){return zn(e).map(({shown:e,plain:t=e})=>t).join(``)}var Vn=class{pieces=[];lines;#e;constructor(e,t){this.lines=e.split(`
`).map(e=>({mark:``,text:e})),this.#e=t}range(e,t,n){this.#e.left-=t-e;let r=this.#n(e,t),i=e,a=e;for(;a<t&&this.#e.left>0;){let o=r[a-e];if(o===-1)break;let s=o===void 0?this.#r(a,t,n)??this.#i(a,t,r,e):o+1;s===null?a+=1:(this.#a(i,a),o===void 0?kn.test(this.#t(a))?this.#o(a,s,n):this.#c(a,s):this.#s(a,o),i=s,a=s)}this.#a(i,a),this.#a(a,t,!0)}#t(e){return this.lines[e]?.text??``}#n(e,t){let n=[],r=/* @__PURE__ */ new Map;for(let i=t-1;i>=e;--i){let[,t,a=``]=On.exec(this.#t(i))??[];t&&(n[i-e]=r.get(t.length)??-1,a.trim()||r.set(t.length,i))}return n}#r(e,t,n){if(!kn.test(this.#t(e))||n===5)return null;let r=e+1;for(;r<t&&/^>(?: |$)/.test(this.#t(r));)r+=1;return r===e+1&&Pn.test(this.#t(e).slice(2))?null:r}#i(e,t,n,r){if(!An.test(this.#t(e)))return null;let i=0,a=e;for(let o=e;o<t&&n[o-r]===void 0;o+=1){let e=this.#t(o);if(An.test(e))i+=1;else if(e.trim()&&!Mn.test(e))break;e.trim()&&(a=o+1)}return i>1?a:null}#a(e,t,n=!1){if(e!==t){this.#p(``,{name:`p`});for(let r=e;r<t;r+=1)this.#u(r,r>e?`
`:``),n?this.#f(this.#t(r)):this.#h(this.#t(r));this.#m(``)}}#o(e,t,n){for(let n of this.lines.slice(e,t)){let e=n.text.startsWith(`> `)?`> `:`>`;n.mark+=e,n.text=n.text.slice(e.length)}this.#p(``,{name:`blockquote`}),this.range(e,t,n+1),this.#m(``)}#s(e,t){let n=this.#t(e);this.#u(e,``),this.#p(n,{name:`pre`,info:n.replace(/^[ \t]*`+/,``).trim()});for(let n=e+1;n<t;n+=1)this.#u(n,n>e+1?`
`:``,``),this.#f(this.#t(n));this.#u(t,``,``),this.#m(this.#t(t))}#c(e,t){let n=/^\s*\d/.test(this.#t(e)),r=this.lines.slice(e,t).every(({text:e})=>{let[t=``,,n]=An.exec(e)??[];return n!==`+`&&(n!==`-`||!Pn.test(e.slice(t.length)))}),i=[];this.#p(``,{name:n?`ol`:`ul`});for(let n=e;n<t;n+=1){let t=this.#t(n),a=An.exec(t);a&&n>e&&this.#m(``),this.#u(n,a?``:`
`),a?this.#g(this.#l(t,a,r&&a[2]===`-`,i)):this.#h(t)}this.#m(``),this.#m(``)}#l(e,[t,n=``],r,i){let a=e.slice(t.length);if(!r)return this.#p(``,{name:`li`}),this.#f(t),a;for(;i.length>0&&n.length<Number(i.at(-1));)i.pop();(i.length===0||n.length>=Number(i.at(-1))+2)&&i.push(n.length),this.#p(``,{name:`li`,level:Math.min(i.length,5)}),this.#d(t,``,`• `);let[o,s]=Nn.exec(a)??[];return o?(this.#d(o,s===` `?`☐ `:`☑ `),a.slice(o.length)):a}#u(e,t,n=`
`){e>0&&this.#d(`
`,t,t||n);let r=this.lines[e]?.mark;r&&this.#d(r,``)}#d(e,t,n=t){this.pieces.push({written:e,shown:t,plain:n})}#f(e){e&&this.pieces.push({written:e,shown:e})}#p(e,t){this.pieces.push({written:e,shown:``,enter:t})}#m(e){this.pieces.push({written:e,shown:``,leave:!0})}#h(e){jn.test(e)?this.#f(e):this.#g(e)}#g(e){let t=this.#e.left>0?pn(e,this.#e):[],n=mn(e,t),r=/* @__PURE__ */ new Map,i=0;for(let[a,{at:o,token:s}]of t.entries()){if(o<i)continue;this.#f(e.slice(i,o)),i=o+s.length;let t=n[a];if(t){let n=t.at;this.#p(s,{name:`code`}),this.#f(e.slice(i,n)),this.#m(s),i=n+s.length}else s===`[`&&e[o-1]!==`!`?(r.set(`[`,this.pieces.length),this.#f(s)):s===`]`?i=this.#_(e,o,r):/^[*_~]/.test(s)?this.#v(e,o,s,r):this.#f(s)}this.#f(e.slice(i))}#_(e,t,n){let r=n.get(`[`);n.delete(`[`),Fn.lastIndex=t+1;let[i=``,a=``]=r!==void 0&&Fn.exec(e)||[];if(r!==void 0&&this.#e.left>10&&he(a)){this.#e.left-=10;let e=this.pieces.slice(r+1).map(({shown:e})=>e).join(``),o=e.length>300?null:En(e,a);if(o!==null)return this.#y(r,{name:`a`,href:a,host:o},`]${i}`,n),t+1+i.length}return this.#f(`]`),t+1}#v(e,t,n,r){let i=n.match(In)??[],a=Number(r.get(`*`))>Number(r.get(`**`)),o=i.flatMap(e=>(a&&e===`***`?[`*`,`**`]:i.length<4&&Ln[e])||[``]);if(o.includes(``)||new Set(i.map(([e])=>e)).size<i.length)return this.#f(n);let{opens:s,closes:c}=hn(e,t,t+n.length,i.every(e=>e.length===1));for(let e of o){let t=c?r.get(e):void 0;t===void 0?(s&&r.set(e,this.pieces.length),this.#f(e)):this.#y(t,{name:Rn[e]??`em`},e,r)}}#y(e,t,n,r){for(let[t,n]of r)n>=e&&r.delete(t);this.pieces[e]={written:this.pieces[e]?.written??``,shown:``,enter:t},this.#m(n)}};const Hn=[`a`,`code`,`pre`];function Un({text:e,choices:t},n){if(!e.includes(`@`))return{ranges:[],doubts:[]};let r=new Set(n.map(({id:e})=>e)),i=Gn(e),a=({start:e,end:t})=>i.some(n=>n.start<t&&n.end>e),o=t.filter(t=>r.has(t.id)&&!a(t)&&Vt(e,t.start,t.end)),s=({start:e,end:t})=>o.every(n=>n.end<=e||n.start>=t),c=n.filter(({id:e})=>e!==`all`),l=Bt(e,r.has(`all`)?Lt(c):c).filter(e=>s(e)&&!a(e)),u=l.flatMap(({start:e,end:t,ids:[n=``,...r]})=>r.length>0?[]:{start:e,end:t,id:n});return{ranges:[...o,...u].sort((e,t)=>e.start-t.start),doubts:l.filter(e=>e.ids.length>1)}}function Wn(e,t){let n=fe(e.text),{ranges:r}=Un(U(U(e,e.text.trimEnd()),n),t),i=[...new Set(r.map(({id:e})=>e))];return i.length>0?{mentions:i,spans:Dt(n,r.slice(0,100))}:{}}function Gn(e){let t=[],n=[],r=0;for(let{written:i,enter:a,leave:o}of zn(e)){let e=r;r+=i.length,a&&n.push(Hn.includes(a.name));let s=t.at(-1);n.includes(!0)&&(s?.end===e?s.end=r:t.push({start:e,end:r})),o&&n.pop()}r=0;for(let n of me(e))n.address&&t.push({start:r,end:r+n.text.length}),r+=n.text.length;return t}var Kn=/* @__PURE__ */ H({Mentions:()=>$n,mentionedBy:()=>Qn});const qn=/* @__PURE__ */ new WeakMap;let Jn=null;function Yn({chat:e,conversation:t,mode:n}){return n.kind===`edit`?qn.get(n)??{text:n.text,choices:Ht(n,t.members)}:e.drafts.chosen(t.id)}function Xn({chat:e,conversation:t,mode:n},r){n.kind===`edit`?qn.set(n,r):e.drafts.choose(t.id,r)}function Zn({chat:e,conversation:t,mode:n}){let r=n.kind===`edit`&&n.mentions?.includes(`all`)?{...t.settings,mention_all:`everybody`}:t.settings;return wt({...t,settings:r},e.me)}function Qn(e,t){let{conversation:n,mode:r}=e,i=U(Yn(e),t),a=r.kind===`edit`?Ht(r,n.members):[];return{isOther:JSON.stringify(i.choices)!==JSON.stringify(a),called:Wn(i,Zn(e))}}function $n({conversation:e,mode:t,typed:n,input:r,replace:i}){let a={chat:F(),conversation:e,mode:t},o=_(),s=x(new Qt),[c,u]=V(()=>r.current?.selectionEnd??0),[f,p]=V(0),[m,h]=V(-1),[g,v]=V(null),y=ue(()=>Zn(a),[e,t]),b=U(Yn(a),n),{doubts:ee}=Un(b,y),S=c<=n.length?Tt(n.slice(0,c)):null;S!==null&&te();let C=g?.start??(S===null?-1:c-S.length-1),ne=g?.end??c,w=g?y.filter(({id:e})=>g.ids.includes(e)):S===null||C===m||b.choices.some(e=>e.start===C)?[]:Et(y,S,6),T=Math.min(f,w.length-1),E=w.length>0,D=()=>{let e=r.current?.selectionEnd??0;e!==c&&(u(e),p(0),v(null))},re=e=>{Xn(a,e),s.current.note(e)},ie=({id:e,name:t})=>{s.current.note(b);let r=`@${t}${g||/^\s/.test(n.slice(ne))?``:` `}`;v(null),i(C,ne,r);let a=U(b,n.slice(0,C)+r+n.slice(ne),C+r.length);re({...a,choices:Yt(a.choices,{start:C,end:C+1+t.length,id:e})})},ae=e=>{let t=w[T];if(t&&!e.isComposing&&e.keyCode!==229){if(e.key===`ArrowDown`)p((T+1)%w.length);else if(e.key===`ArrowUp`)p((T+w.length-1)%w.length);else if(e.key===`Enter`||e.key===`Tab`)ie(t);else if(e.key===`Escape`)h(C),v(null);else return;e.preventDefault(),e.stopImmediatePropagation()}},oe=({inputType:e=``})=>{let{value:t,selectionEnd:n}=r.current,i=Yn(a);s.current.note(i);let o=e.startsWith(`history`)?s.current.of(t):void 0,c=o?{text:t,choices:o}:U(i,t,n);re(Jn&&/^insertFrom(Paste|Drop)$/.test(e)?Zt(c,Jn,n):c),D()},se=()=>{let{value:e,selectionStart:t,selectionEnd:n}=r.current;Jn=Xt(U(Yn(a),e),t,n)};er(r,{keydown:ae,input:oe,copy:se,cut:se,keyup:D,click:D}),d(()=>{let e=r.current;if(e&&E)return e.setAttribute(`aria-autocomplete`,`list`),e.setAttribute(`aria-controls`,o),e.setAttribute(`aria-activedescendant`,`${o}-${T}`),()=>{for(let t of[`autocomplete`,`controls`,`activedescendant`])e.removeAttribute(`aria-${t}`)}},[E,T]);let[ce]=ee,O=b.choices.filter(({id:e})=>e!==`all`&&!y.some(t=>t.id===e)),le=[...new Set(O.map(({start:e,end:t})=>n.slice(e,t)))];return R`${E&&R`<${tr} id=${o} offered=${w} at=${T} onPick=${ie} />`}
    ${ce&&!E&&R`<p class="mention-doubt" role="status">
        <span dir="auto">${l(`mention.ambiguous`,{name:n.slice(ce.start,ce.end)})}</span>${` `}
        <button
          type="button"
          class="link-button"
          onClick=${()=>{r.current?.focus(),v(ce),p(0)}}
        >
          ${l(`mention.ask`)}
        </button>
      </p>`}
    ${le.length>0&&!E&&R`<p class="mention-doubt" role="status">
        ${le.map(e=>R`<span key=${e} dir="auto">${l(`mention.left`,{name:e})}</span>`)}
      </p>`}`}function er(e,t){let n=x(t);n.current=t,d(()=>{let r=e.current,i=e=>n.current[e.type]?.(e);for(let e of Object.keys(t))r?.addEventListener(e,i,!0);return()=>{for(let e of Object.keys(t))r?.removeEventListener(e,i,!0)}},[])}function tr({id:e,offered:t,at:n,onPick:i}){return R`<ul id=${e} class="mention-list" role="listbox" aria-label=${l(`mention.label`)}>
    ${t.map((t,a)=>R`<li
        key=${t.id}
        id=${`${e}-${a}`}
        role="option"
        aria-selected=${a===n}
        onMouseDown=${e=>{e.preventDefault(),i(t)}}
      >
        ${t.id===`all`?R`<span class="avatar plain small" aria-hidden="true"><${r} name="group" /></span>`:R`<${B} id=${t.id} name=${t.name} avatar=${t.avatar} size="small" />`}
        <bdi>${t.name}</bdi>${t.id!==`all`&&R`<span class="mention-login">@${t.login}</span>`}
      </li>`)}
  </ul>`}z({en:{"emoji.more":`More emoji`,"list.mark-read":`Mark as read`,"list.pin":`Pin to top`,"list.unpin":`Unpin`,"message.copy":`Copy text`,"message.pin":`Pin for everyone`,"message.react-with":`React with {emoji}`,"message.readers":`Who has read it`,"message.recall":`Recall`,"message.select":`Select text`,"message.unpin":`Unpin`,"mute.always":`Mute until I unmute it`,"mute.day":`Mute for a day`,"mute.hour":`Mute for an hour`,"mute.off":`Unmute`,"readers.delivered":`Delivered to`,"readers.read":`Read by`,"readers.waiting":`Not yet delivered to`,"recall.ask":`Recall this message for everyone? This can’t be undone.`,"recall.ask-other":`Recall someone else’s message for everyone? This can’t be undone.`},zh:{"emoji.more":`更多表情`,"list.mark-read":`标为已读`,"list.pin":`置顶`,"list.unpin":`取消置顶`,"message.copy":`复制文字`,"message.pin":`为所有人置顶`,"message.react-with":`用 {emoji} 回应`,"message.readers":`已读情况`,"message.recall":`撤回`,"message.select":`选择文字`,"message.unpin":`取消置顶`,"mute.always":`一直免打扰`,"mute.day":`免打扰一天`,"mute.hour":`免打扰一小时`,"mute.off":`取消免打扰`,"readers.delivered":`已送达`,"readers.read":`已读`,"readers.waiting":`尚未送达`,"recall.ask":`为所有人撤回此消息？撤回后无法恢复。`,"recall.ask-other":`为所有人撤回这条他人的消息？撤回后无法恢复。`}});var nr=/* @__PURE__ */ H({ConversationMenu:()=>ir});const rr=36e5;function ir({conversation:e,onClose:t}){let n=F(),{api:i}=M(),{id:a,preferences:o={},last_seq:s,unread:c=0}=e,u=S(e,Date.now()),d=e=>()=>{N(i.setPreferences(a,{...o,...e})),t()};return R`<ul class="menu">
    ${c>0&&R`<${ar} icon="checks" label=${l(`list.mark-read`)} onClick=${()=>{n.session.markRead(a,s),t()}} />`}
    <${ar} icon="pin" label=${l(o.pinned?`list.unpin`:`list.pin`)} onClick=${d({pinned:!o.pinned})} />
    ${u?R`<${ar} icon="mute" label=${l(`mute.off`)} onClick=${d({muted_until:0,...o.notify===`nothing`&&{notify:`all`}})} />`:R`<${ar} icon="mute" label=${l(`mute.hour`)} onClick=${d({muted_until:Date.now()+rr})} />
          <${ar} icon="mute" label=${l(`mute.day`)} onClick=${d({muted_until:Date.now()+24*rr})} />
          <${ar} icon="mute" label=${l(`mute.always`)} onClick=${d({muted_until:je})} />`}
    <li>
      <a class="menu-item" href=${j.people(a)} onClick=${t}><${r} name="info" /><span>${l(`people.title`)}</span></a>
    </li>
  </ul>`}function ar({icon:e,label:t,onClick:n}){return R`<li>
    <button type="button" class="menu-item" onClick=${n}><${r} name=${e} /><span>${t}</span></button>
  </li>`}function or({conversation:e}){let{api:t}=M(),{session:n}=F(),[r,i]=V(0),{busy:a,error:o,run:s}=I(async a=>{n.learn(await t.addMember(e.id,a.id)),i(r+1)});return R`${o&&R`<p class="alert" role="alert">${E(o)}</p>`}
    <${it}
      label=${l(`group.add`)}
      without=${e.members.map(({id:e})=>e)}
      busy=${a}
      autofocus
      turn=${r}
      onPick=${s}
    />`}const sr=i(()=>Promise.all([import(`./avatar-editor.js`),ve(new URL(`./later.css`,import.meta.url).href)]).then(([e])=>e.AvatarEditor));function cr({subject:e,title:t,label:n,save:i,remove:a}){let[o,s]=V(void 0),c=()=>s(void 0);return R`<button
      type="button"
      class="avatar-choice"
      aria-label=${n}
      title=${n}
      onClick=${()=>s(null)}
      onDrop=${e=>e.dataTransfer?.files[0]&&s(e.dataTransfer.files[0])}
    >
      <${B} ...${e} size="large" />
      <span class="avatar-badge"><${r} name="edit" /></span>
    </button>
    ${o!==void 0&&R`<${$e} label=${t} kind="sheet" onClose=${c}>
      <${sr} subject=${e} title=${t} first=${o} save=${i} remove=${a} onClose=${c} />
    <//>`}`}function lr(e,t){let n=x(e),r=x(Promise.resolve(!0));return D(()=>{n.current=e},[e]),e=>(r.current=r.current.then(async()=>{let r=n.current,i={...r,...e};n.current=i;let a=await N(t(i));return!a&&n.current===i&&(n.current=r),a}),r.current)}function ur(e,t){let[n,r]=V(null);return D(()=>r(t=>t?.value===e?null:t),[e]),[n?n.value:e,async e=>{let n={value:e},i=()=>r(e=>e===n?null:e);r(n);let a=!1;try{a=await t(e)!==!1}finally{a?setTimeout(i,5e3):i()}}]}function W({legend:e,options:t,value:n,disabled:r=!1,onChoose:i}){let[a,o]=ur(n,i);return R`<fieldset class="choice" disabled=${r}>
    <legend>${e}</legend>
    <div class="segments">
      ${Object.entries(t).map(([t,n])=>R`<label class="segment">
          <input type="radio" name=${e} checked=${t===a} onChange=${()=>o(t)} />
          <span>${n}</span>
        </label>`)}
    </div>
  </fieldset>`}function dr({label:e,hint:t,on:n,disabled:r=!1,onChange:i}){let[a,o]=ur(n,i);return R`<label class="switch">
    <span class="switch-text">
      <span>${e}</span>
      ${t&&R`<span class="note">${t}</span>`}
    </span>
    <input
      type="checkbox"
      role="switch"
      checked=${a}
      disabled=${r}
      onChange=${e=>o(e.target.checked)}
    />
  </label>`}z({en:{"avatar.change-group":`Change group picture`,"avatar.group":`Group picture`,"block.hint":`While someone is blocked, neither of you can send the other direct messages.`,"block.off":`Unblock`,"block.on":`Block`,"composer.why.announcements":`Only owners and admins can write in this group.`,"composer.why.blocked":`You have blocked this person.`,"composer.why.gone":`This person’s account no longer exists.`,"composer.why.silenced":`You are silenced in this group. Ask one of its admins.`,"group.leave":`Leave group`,"group.leave-ask":`You’ll no longer see messages in this group.`,"group.leave-sure":`Yes, leave`,"list.pin-label":`Pinned to top`,"member.ban":`Ban from group`,"member.ban-ask":`Ban {name} from the group? Nobody can add them again until the ban is lifted.`,"member.make-admin":`Make an admin`,"member.make-member":`Make a regular member`,"member.make-owner":`Make an owner`,"member.menu":`Actions for {name}`,"member.remove":`Remove from group`,"member.remove-ask":`Remove {name} from the group?`,"member.silence":`Silence`,"member.silenced":`Silenced`,"member.unsilence":`Unsilence`,"member.write":`Direct message`,"mute.hint":`You won’t be notified, but unread messages are still counted.`,"mute.label":`Mute`,"notify.all":`All`,"notify.mentions":`Mentions`,"notify.nothing":`Nothing`,"notify.title":`Notify me about`,"people.members":`Members`,"people.title-of":`Details: {name}`,"pins.of":`Pinned message {number} of {count}`,"pins.single":`Pinned message`},zh:{"avatar.change-group":`更换群头像`,"avatar.group":`群头像`,"block.hint":`屏蔽期间，你们双方都不能互发私聊消息。`,"block.off":`取消屏蔽`,"block.on":`屏蔽`,"composer.why.announcements":`该群组只有群主和管理员可以发言。`,"composer.why.blocked":`您已屏蔽此人。`,"composer.why.gone":`对方的账号已不存在。`,"composer.why.silenced":`您在该群组中已被禁言，请联系管理员。`,"group.leave":`退出群组`,"group.leave-ask":`退出后将看不到该群组的消息。`,"group.leave-sure":`确定退出`,"list.pin-label":`置顶于列表`,"member.ban":`永久移除`,"member.ban-ask":`永久移除{name}？解除前任何人都不能再将其加入。`,"member.make-admin":`设为管理员`,"member.make-member":`设为普通成员`,"member.make-owner":`设为群主`,"member.menu":`对{name}的操作`,"member.remove":`移出群组`,"member.remove-ask":`将{name}移出群组？`,"member.silence":`禁言`,"member.silenced":`已禁言`,"member.unsilence":`解除禁言`,"member.write":`发私聊`,"mute.hint":`不再提醒，但仍会统计未读消息。`,"mute.label":`免打扰`,"notify.all":`全部`,"notify.mentions":`仅提及`,"notify.nothing":`不提醒`,"notify.title":`提醒我`,"people.members":`成员`,"people.title-of":`{name}的详情`,"pins.of":`置顶消息 {number}/{count}`,"pins.single":`置顶消息`}}),z({en:{"rules.admins":`Owners and admins`,"rules.banned":`Banned`,"rules.days":`{count} days`,"rules.everybody":`Everyone`,"rules.forever":`Forever`,"rules.from-beginning":`Everything`,"rules.from-joining":`Since they joined`,"rules.history":`What new members see`,"rules.mention-all":`Who can mention everyone`,"rules.posting":`Who can write`,"rules.retention":`How long messages are kept`,"rules.title":`Group rules`,"rules.unban":`Unban`},zh:{"rules.admins":`群主和管理员`,"rules.banned":`已永久移除`,"rules.days":`{count} 天`,"rules.everybody":`所有人`,"rules.forever":`永久`,"rules.from-beginning":`全部消息`,"rules.from-joining":`加入之后`,"rules.history":`新成员可见`,"rules.mention-all":`谁可以提及所有人`,"rules.posting":`谁可以发言`,"rules.retention":`消息保留时间`,"rules.title":`群组规则`,"rules.unban":`解除限制`}});const fr=86400,pr=[0,fr,7*fr,30*fr,365*fr];function mr({conversation:e}){let{api:t}=M(),{session:n}=F(),[r,i]=V(e.title),{busy:a,error:o,run:s}=I(async()=>n.learn(await t.changeGroup(e.id,{title:r.trim()}))),c=r.trim()!==``&&r.trim()!==e.title;return R`<form
    class="form inset"
    onSubmit=${e=>{e.preventDefault(),s()}}
  >
    <${P}
      label=${l(`group.title`)}
      error=${o?E(o):void 0}
      value=${r}
      onInput=${i}
      maxlength=${100}
    />
    ${c&&R`<button class="button primary" disabled=${a}>${l(`group.rename`)}</button>`}
  </form>`}function hr({conversation:e}){let{api:t}=M(),{session:n}=F(),{id:r,settings:i={}}=e,[a,o]=V(!1),{posting:s=`everybody`,mention_all:c=`admins`,history:u=`beginning`,retention_s:d=0}=i,f=lr(i,e=>t.changeGroup(r,{settings:e}).then(e=>n.learn(e))),[p,m]=ur(d,e=>f({retention_s:e}));if(!a)return R`<div class="inset">
      <button type="button" class="button quiet" aria-expanded="false" onClick=${()=>o(!0)}>${l(`rules.title`)}</button>
    </div>`;let h={everybody:l(`rules.everybody`),admins:l(`rules.admins`)},g=[.../* @__PURE__ */ new Set([...pr,d,p])].sort((e,t)=>e-t);return R`<h2 class="section-title">${l(`rules.title`)}</h2>
    <${W} legend=${l(`rules.posting`)} options=${h} value=${s} onChoose=${e=>f({posting:e})} />
    <${W} legend=${l(`rules.mention-all`)} options=${h} value=${c} onChoose=${e=>f({mention_all:e})} />
    <${W}
      legend=${l(`rules.history`)}
      options=${{beginning:l(`rules.from-beginning`),joining:l(`rules.from-joining`)}}
      value=${u}
      onChoose=${e=>f({history:e})}
    />
    <div class="inset field">
      <label for="retention">${l(`rules.retention`)}</label>
      <select
        id="retention"
        value=${String(p)}
        onChange=${e=>m(Number(e.target.value))}
      >
        ${g.map(e=>R`<option key=${e} value=${String(e)}>${e===0?l(`rules.forever`):l(`rules.days`,{count:Math.round(e/fr)})}</option>`)}
      </select>
    </div>
    <${gr} id=${r} />`}function gr({id:e}){let{api:t}=M(),[n,r]=V([]),i=()=>N(t.bans(e).then(({users:e})=>r(e)));if(D(()=>{i()},[e]),n.length===0)return null;let a=async n=>{await N(t.ban(e,n,!1)),await i()};return R`<h2 class="section-title">${l(`rules.banned`)}</h2>
    <ul class="rows">
      ${n.map(e=>R`<li key=${e.id} class="row still">
        <${B} id=${e.id} name=${e.name} avatar=${e.avatar} size="small" />
        <span class="row-main"><span class="row-title"><bdi>${e.name}</bdi></span></span>
        <button type="button" class="button quiet small" onClick=${()=>a(e.id)}>${l(`rules.unban`)}</button>
      </li>`)}
    </ul>`}function _r({conversation:e,member:t}){let n=F(),[i,a]=V(null),o=t.id===n.me,s=n.people.online.value.has(t.id);return R`<li class="row still">
    <${B} id=${t.id} name=${t.name} avatar=${t.avatar} online=${s} />
    <span class="row-main">
      <span class="row-title">
        <bdi>${t.name}</bdi>${` `} ${o&&R`<span class="row-sub">${l(`people.me`)}</span>`}
      </span>
      <span class="row-sub">@${t.login}</span>
    </span>
    ${t.silenced&&R`<span class="tag">${l(`member.silenced`)}</span>`}
    ${t.role!==`member`&&R`<span class="tag">${l(`role.${t.role}`)}</span>`}
    ${!o&&R`<button
      type="button"
      class="icon-button"
      aria-label=${l(`member.menu`,{name:t.name})}
      title=${l(`member.menu`,{name:t.name})}
      onClick=${e=>a(e.currentTarget.getBoundingClientRect())}
    >
      <${r} name="more" />
    </button>`}
    ${i&&R`<${$e} label=${t.name} anchor=${i} kind="menu" onClose=${()=>a(null)}>
      <${vr} conversation=${e} member=${t} onClose=${()=>a(null)} />
    <//>`}
  </li>`}function vr({conversation:e,member:t,onClose:n}){let r=F(),{api:i}=M(),[a,o]=V(null),{id:s,role:c}=e,u=c!==`member`,d=t.role===`owner`&&c!==`owner`,f=e=>async()=>{n(),await N(e())},p=async()=>{let e=await i.direct(t.id);r.session.learn(e),L(j.conversation(e.id))},m=e=>f(async()=>r.session.learn(await i.addMember(s,t.id,e)));if(pt(()=>o(null),a!==null),a){let e=a===`ban`?()=>i.ban(s,t.id,!0):()=>i.removeMember(s,t.id);return R`<div class="confirm">
      <p>${l(a===`ban`?`member.ban-ask`:`member.remove-ask`,{name:t.name})}</p>
      <div class="confirm-buttons">
        <button type="button" class="button quiet" onClick=${n}>${l(`cancel`)}</button>
        <button type="button" class="button danger" onClick=${f(e)}>
          ${l(a===`ban`?`member.ban`:`member.remove`)}
        </button>
      </div>
    </div>`}return R`<ul class="menu">
    <${G} icon="talk" label=${l(`member.write`)} onClick=${f(p)} />
    ${u&&!d&&t.role!==`admin`&&R`<${G} icon="up" label=${l(`member.make-admin`)} onClick=${m(`admin`)} />`}
    ${c===`owner`&&t.role!==`owner`&&R`<${G} icon="up" label=${l(`member.make-owner`)} onClick=${m(`owner`)} />`}
    ${u&&!d&&t.role!==`member`&&R`<${G} icon="down" label=${l(`member.make-member`)} onClick=${m(`member`)} />`}
    ${u&&t.role===`member`&&R`<${G}
      icon="mute"
      label=${l(t.silenced?`member.unsilence`:`member.silence`)}
      onClick=${f(()=>i.silence(s,t.id,!t.silenced))}
    />`}
    ${u&&!d&&R`<${G} icon="close" danger label=${l(`member.remove`)} onClick=${()=>o(`remove`)} />`}
    ${u&&!d&&R`<${G} icon="warning" danger label=${l(`member.ban`)} onClick=${()=>o(`ban`)} />`}
  </ul>`}function G({icon:e,label:t,danger:n=!1,onClick:i}){return R`<li>
    <button type="button" class=${n?`menu-item danger`:`menu-item`} onClick=${i}>
      <${r} name=${e} /><span>${t}</span>
    </button>
  </li>`}function K({title:e,label:t=e,back:n,onClose:i,titleRef:a,footer:o,children:s}){return R`<section class="panel" aria-label=${t}>
    <header class="bar">
      ${n&&R`<a class="icon-button" href=${n} data-up aria-label=${l(`back`)} title=${l(`back`)}><${r} name="back" /></a>`}
      <h1 class="bar-title" tabindex=${a&&`-1`} ref=${a}>${e}</h1>
      ${i&&R`<button type="button" class="icon-button" aria-label=${l(`close`)} title=${l(`close`)} onClick=${i}><${r} name="close" /></button>`}
    </header>
    <div class="panel-body">${s}</div>
    ${o&&R`<footer class="panel-foot">${o}</footer>`}
  </section>`}var yr=/* @__PURE__ */ H({DetailsPanel:()=>br});function br({id:e,beside:n=!1}){let r=F(),i=r.conversation(e);if(!i)return null;let{kind:a,role:o,members:c,member_count:u=c.length}=i,d=T(i,r.me),p=a===`direct`?t(i,r.me):null,m=a===`group`&&o!==`member`,h=n?{label:l(`people.title-of`,{name:d.name}),onClose:()=>f(!1),titleRef:O}:{back:j.conversation(e)};return R`<${K} title=${l(`people.title`)} ...${h}>
    <div class="profile">
      ${m?R`<${xr} subject=${d} />`:R`<${B} ...${d} size="large" />`}
      <p class="profile-name"><bdi>${d.name}</bdi></p>
      <p class="profile-login">${a===`group`?s(`group.members`,u):p?.login&&`@${p.login}`}</p>
    </div>
    <${Sr} conversation=${i} />
    ${m&&R`<${mr} key=${`rename ${e}`} conversation=${i} />`}
    ${m&&R`<${hr} key=${`settings ${e}`} conversation=${i} />`}
    ${m&&R`<${Cr} key=${`add ${e}`} conversation=${i} />`}
    ${a===`group`&&R`<h2 class="section-title">${l(`people.members`)}</h2>
      <ul class="rows">
        ${c.map(e=>R`<${_r} key=${e.id} conversation=${i} member=${e} />`)}
      </ul>`}
    ${u>c.length&&R`<p class="empty-note">${s(`people.others`,u-c.length)}</p>`}
    ${a===`group`?R`<${wr} id=${e} />`:p?.login&&R`<${Tr} user=${p.id} />`}
  <//>`}function xr({subject:e}){let{api:t}=M(),{session:n}=F();return R`<${cr}
    subject=${e}
    title=${l(`avatar.group`)}
    label=${l(`avatar.change-group`)}
    save=${async(r,i)=>n.learn(await t.setGroupAvatar(e.id,r,i))}
    remove=${()=>t.removeGroupAvatar(e.id)}
  />`}function Sr({conversation:e}){let{api:t}=M(),{id:n,kind:r,preferences:i={}}=e,a=r===`group`?{all:l(`notify.all`),mentions:l(`notify.mentions`),nothing:l(`notify.nothing`)}:{all:l(`notify.all`),nothing:l(`notify.nothing`)},o=lr(i,e=>t.setPreferences(n,e));return R`<${W}
      legend=${l(`notify.title`)}
      options=${a}
      value=${i.notify??`all`}
      onChoose=${e=>o({notify:e})}
    />
    <${dr}
      label=${l(`mute.label`)}
      hint=${l(`mute.hint`)}
      on=${S({...e,preferences:{muted_until:i.muted_until??0}},Date.now())}
      onChange=${e=>o({muted_until:e?je:0})}
    />
    <${dr}
      label=${l(`list.pin-label`)}
      on=${i.pinned??!1}
      onChange=${e=>o({pinned:e})}
    />`}function Cr({conversation:e}){let[t,n]=V(!1);return pt(()=>n(!1),t),R`${t&&R`<${or} conversation=${e} />`}
    <div class="inset">
      <button type="button" class="button quiet" onClick=${()=>n(!t)}>${l(t?`group.add-done`:`group.add`)}</button>
    </div>`}function wr({id:e}){let{api:t}=M(),{me:n}=F(),[r,i]=V(!1),{busy:a,error:o,run:s}=I(async()=>{await t.removeMember(e,n),L(j.home,{replace:!0})});return R`<div class="sign-out">
    ${o&&R`<p class="alert" role="alert">${E(o)}</p>`}
    ${r&&R`<p class="alert" role="alert">${l(`group.leave-ask`)}</p>`}
    <button type="button" class="button danger" disabled=${a} onClick=${()=>r?s():i(!0)}>
      ${l(r?`group.leave-sure`:`group.leave`)}
    </button>
  </div>`}function Tr({user:e}){let{api:t}=M(),n=F().blocked.value.has(e),{busy:r,error:i,run:a}=I(()=>t.block(e,!n));return R`<div class="sign-out">
    ${i&&R`<p class="alert" role="alert">${E(i)}</p>`}
    <p class="note">${l(`block.hint`)}</p>
    <button type="button" class=${n?`button quiet`:`button danger`} disabled=${r} onClick=${()=>a()}>
      ${l(n?`block.off`:`block.on`)}
    </button>
  </div>`}z({en:{"beginning.add":`Add people`,"beginning.alone":`You’re the only one here so far. Add the people this group is for.`,"beginning.direct":`No messages here yet. Only the two of you are in this conversation.`,"beginning.group":`No messages here yet. Members of this group:`,"beginning.label":`The beginning of this conversation`,"beginning.members":`In this group`,"beginning.write":`Write the first message`,"conversation.gone":`You are no longer in “{name}”.`,"conversation.missing":`This conversation doesn’t exist, or you are no longer in it.`,"conversation.none":`Choose a conversation, or start a new one`,"conversation.none-yet":`Your conversations open here`,"list.group-hint":`For a class, a team or the family`,"list.invite-hint":`A link for others to create an account`,"list.none":`No chats yet`,"list.none-hint":`People who write to you appear here. Or start yourself:`,"list.set-up":`Set up this device`,"list.set-up-hint":`Notifications, language, appearance`,"list.start":`Start a chat`,"list.start-hint":`Choose someone and write the first message`},zh:{"beginning.add":`添加成员`,"beginning.alone":`目前群里只有您一人。添加成员，开始聊天吧。`,"beginning.direct":`这里还没有消息。此会话只有你们两人。`,"beginning.group":`这里还没有消息。群组成员：`,"beginning.label":`会话的开始`,"beginning.members":`群组成员`,"beginning.write":`发送第一条消息`,"conversation.gone":`您已不在“{name}”中。`,"conversation.missing":`该会话不存在，或您已不在其中。`,"conversation.none":`选择一个会话，或发起新的聊天`,"conversation.none-yet":`会话将在这里打开`,"list.group-hint":`适合班级、团队或家人`,"list.invite-hint":`生成链接，对方可自行注册账号`,"list.none":`还没有聊天`,"list.none-hint":`收到的消息会显示在这里。您也可以主动开始：`,"list.set-up":`设置此设备`,"list.set-up-hint":`通知、语言和外观`,"list.start":`发起聊天`,"list.start-hint":`选择一个人，发出第一条消息`}});var Er=/* @__PURE__ */ H({FirstSteps:()=>Dr});function Dr(){let e=M().user.value?.role!==`member`;return R`<div class="first-steps">
    <h2 class="beginning-title">${l(`list.none`)}</h2>
    <p>${l(`list.none-hint`)}</p>
    <ul>
      <${Or} icon="talk" path=${j.new} label=${l(`list.start`)} hint=${l(`list.start-hint`)} />
      <${Or} icon="group" path=${j.group} label=${l(`group.new`)} hint=${l(`list.group-hint`)} />
      ${e&&R`<${Or} icon="at" path=${j.invites} label=${l(`list.invite`)} hint=${l(`list.invite-hint`)} />`}
      <${Or} icon="device" path=${j.settings} label=${l(`list.set-up`)} hint=${l(`list.set-up-hint`)} />
    </ul>
  </div>`}function Or({icon:e,path:t,label:n,hint:i}){return R`<li>
    <a class="row" href=${t}>
      <span class="avatar plain"><${r} name=${e} /></span>
      <span class="row-main"><span class="row-title">${n}</span><span class="step-hint">${i}</span></span>
    </a>
  </li>`}var kr=/* @__PURE__ */ H({Missing:()=>Ar});function Ar({name:e}){return R`<div class="pane-empty" role=${e===null?void 0:`alert`}>
    <h1>${e===null?l(`conversation.missing`):l(`conversation.gone`,{name:e})}</h1>
    <a class="button quiet" href=${j.home}>${l(`conversation.back-to-chats`)}</a>
  </div>`}var jr=/* @__PURE__ */ H({NewChat:()=>Mr});function Mr(){let{api:e}=M(),{session:t,me:n}=F(),{busy:i,error:a,run:o}=I(async n=>{let r=await e.direct(n.id);t.learn(r),L(j.conversation(r.id),{replace:!0})});return R`<${K} title=${l(`new.title`)} back=${j.home}>
    <a class="row accent" href=${j.group}>
      <span class="avatar plain"><${r} name="group" /></span>
      <span class="row-main"><span class="row-title">${l(`group.new`)}</span></span>
    </a>
    ${a&&R`<p class="alert" role="alert">${E(a)}</p>`}
    <${it} label=${l(`people.search`)} without=${[n]} busy=${i} autofocus onPick=${o} />
  <//>`}var Nr=/* @__PURE__ */ H({NewGroup:()=>Pr});function Pr(){let{api:e}=M(),{session:t,me:n}=F(),[i,a]=V(``),[o,c]=V([]),u=o.map(({id:e})=>e),d=ue(We,[i.trim(),u.join()]),f=e=>c(u.includes(e.id)?o.filter(({id:t})=>t!==e.id):[...o,e]),{busy:p,error:m,run:h}=I(async()=>{let n=await e.group(i.trim(),u,d);t.learn(n),L(j.conversation(n.id),{replace:!0})}),g=R`<button type="submit" form="new-group" class="button primary" disabled=${p||!i.trim()}>
    ${o.length===0?l(`group.create-empty`):s(`group.create`,o.length)}
  </button>`;return R`<${K} title=${l(`group.new`)} back=${j.new} footer=${g}>
    <form
      id="new-group"
      class="form inset"
      onSubmit=${e=>{e.preventDefault(),h()}}
    >
      ${m&&R`<p class="alert" role="alert">${E(m)}</p>`}
      <${P} label=${l(`group.title`)} value=${i} onInput=${a} maxlength=${100} autofocus required />
      ${o.length>0&&R`<ul class="chips" aria-label=${l(`group.selected`)}>
        ${o.map(e=>R`<li key=${e.id}>
            <button
              type="button"
              class="chip"
              aria-label=${l(`group.deselect`,{name:e.name})}
              onClick=${()=>f(e)}
            >
              <bdi>${e.name}</bdi><${r} name="close" />
            </button>
          </li>`)}
      </ul>`}
    </form>
    <${it} label=${l(`people.search`)} without=${[n]} chosen=${u} onPick=${f} />
  <//>`}var Fr=/* @__PURE__ */ H({NoComposer:()=>Ir});function Ir({conversation:e,why:n}){let{me:r}=F(),{api:i}=M(),a=t(e,r),[o,s]=V(!1);return R`<div class="no-composer" role="note">
    <p>${l(`composer.why.${n}`)}</p>
    ${n===`blocked`&&R`<button type="button" class="button quiet" disabled=${o} onClick=${async()=>{s(!0),a&&await N(i.block(a.id,!1)),s(!1)}}>${l(`block.off`)}</button>`}
  </div>`}var Lr=/* @__PURE__ */ H({NothingOpen:()=>Rr});function Rr(){let{conversations:e}=F();return R`<div class="pane-empty">
    <${r} name="talk" />
    <p>${l(e.value.length>0?`conversation.none`:`conversation.none-yet`)}</p>
  </div>`}var zr=/* @__PURE__ */ H({PersonCard:()=>Br});function Br({conversation:e}){if(!we.value)return null;let{id:t,written:n,anchor:i}=we.value,a=()=>{we.value=null};return R`<${$e} label=${l(`mention.card`)} anchor=${i} kind="person-card" onClose=${a}>
    ${t===`all`?R`<div class="person-head">
            <span class="avatar plain" aria-hidden="true"><${r} name="group" /></span>
            <p>${l(`mention.everybody`)}</p>
          </div>`:R`<${Vr} conversation=${e} id=${t} written=${n} onClose=${a} />`}
  <//>`}function Vr({conversation:e,id:t,written:n,onClose:i}){let a=F(),{api:o}=M(),s=e.members.find(e=>e.id===t),c=s??a.person(t),u=c?.name??n.slice(1),d=!s&&(e.member_count??0)<=e.members.length;return R`<div class="person-head">
      <${B} id=${t} name=${u} avatar=${c?.avatar} online=${a.people.online.value.has(t)} />
      <p class="row-main">
        <span class="row-title"><bdi>${u}</bdi></span>
        ${c?.login&&R`<span class="row-sub">@${c.login}</span>`}
        ${t===a.me&&R`<span class="row-sub">${l(`mention.me`)}</span>`}
        ${d&&R`<span class="row-sub">${l(`mention.unknown`)}</span>`}
      </p>
    </div>
    ${t!==a.me&&c?.login&&R`<button type="button" class="button primary" onClick=${async()=>{i();let e=o.direct(t).then(e=>{a.session.learn(e),L(j.conversation(e.id))});await N(e)}}>
      <${r} name="talk" />${l(`mention.write`)}
    </button>`}`}var Hr=/* @__PURE__ */ H({PinBar:()=>Ur});function Ur({conversation:{id:e,pins:t=[]}}){let[n,i]=V(0),a=t.length-1-n%Math.max(1,t.length),o=t[a];if(o===void 0)return null;let s=t.length>1?l(`pins.of`,{number:a+1,count:t.length}):l(`pins.single`);return R`<button
    type="button"
    class="pin-bar"
    onClick=${()=>{Ve(e,o),i(n+1)}}
  >
    <${r} name="pin" />
    <span class="pin-main"><span class="pin-label">${s}</span><${De} key=${o} conv=${e} seq=${o} /></span>
  </button>`}z({en:{"files.chosen":`Files to send`,"files.drop":`Drop files here to send them to {name}`,"files.next":`Next picture`,"files.of":`{number} of {count}`,"files.open":`Open the picture {name}`,"files.play":`Play`,"files.previous":`Previous picture`,"files.remove":`Remove {name}`,"files.save":`Save`,"files.picture":`Picture ({format})`,"files.unplayable":`This browser can’t play this file. Save it and open it in another app.`,"files.uploading":`Uploading {name}`,"files.waiting":`Your message is sent once the files are uploaded.`,"files.why.bad_request":`The upload was interrupted. Remove the file and choose it again.`,"files.why.empty":`The file is empty.`,"files.why.folder":`Folders can’t be sent. Compress them into a zip file first.`,"files.why.lost":`The page was closed during the upload. Remove the file and choose it again.`,"files.why.quota_full":`The file is {size}, and you have {limit} left. Recall messages with files that nobody needs, or ask an administrator for more space.`,"files.why.storage_full":`The server’s disk has no room for files. Try again later, or tell an administrator.`,"files.why.too_large":`The file is {size}, and this server accepts up to {limit}. Send a smaller one, or ask an administrator.`,"files.why.too_many_files":`A message can have up to ten files. Send the rest in another message.`},zh:{"files.chosen":`要发送的文件`,"files.drop":`将文件拖放到这里，发送给{name}`,"files.next":`下一张图片`,"files.of":`第 {number}/{count} 张`,"files.open":`打开图片 {name}`,"files.play":`播放`,"files.previous":`上一张图片`,"files.remove":`移除 {name}`,"files.save":`保存`,"files.picture":`图片（{format}）`,"files.unplayable":`此浏览器无法播放。请保存文件后用其他程序打开。`,"files.uploading":`正在上传 {name}`,"files.waiting":`文件上传完成后即发送消息。`,"files.why.bad_request":`上传已中断。请移除该文件后重新选择。`,"files.why.empty":`文件为空。`,"files.why.folder":`无法发送文件夹，请先打包成压缩文件。`,"files.why.lost":`上传期间页面被关闭。请移除该文件后重新选择。`,"files.why.quota_full":`文件大小为 {size}，您的剩余空间为 {limit}。请撤回不再需要的带文件的消息，或请管理员增加空间。`,"files.why.storage_full":`服务器磁盘空间不足，无法存放文件。请稍后再试，或联系管理员。`,"files.why.too_large":`文件大小为 {size}，此服务器的上限为 {limit}。请发送较小的文件，或联系管理员。`,"files.why.too_many_files":`每条消息最多十个文件，其余请随下一条发送。`}});const Wr=/^image\/(hei[cf])/;function Gr({name:e,size:t,type:n=``}){let[,r]=Wr.exec(n)??[];if(r)return`${l(`files.picture`,{format:r.toUpperCase()})} · ${St(t)}`;let i=e.slice(e.lastIndexOf(`.`)+1);return i!==e&&i!==``&&i.length<=16?`${i.toUpperCase()} · ${St(t)}`:St(t)}var Kr=/* @__PURE__ */ H({upload:()=>Jr});let qr=Promise.resolve();async function Jr(e,t){let r=await e.api.room().catch(()=>null),i=e.attachments.of(e.conv).peek(),a=i.filter(({error:e})=>!e).length,o=(r?.used??0)+i.reduce((e,t)=>e+(t.error||t.stored?0:t.size),0),s=t.map(e=>{let{name:t,size:i,type:s}=e,c=Yr(e,a,r,o);return c?n({name:t,size:i,type:s,error:{message:``,hint:``,...c}}):(a+=1,o+=i,n({name:t,size:i,type:s,content:e}))});e.attachments.set(e.conv,[...i,...s]);for(let t of s)t.error||Qr(e,t)}function Yr({size:e},t,n,r){return e===0?{code:`empty`}:t>=10?{code:`too_many_files`}:n&&e>n.max_file?{code:`too_large`,limit:n.max_file}:!n?.quota||r+e<=n.quota?null:{code:`quota_full`,limit:Math.max(0,n.quota-r)}}function Xr(e,t){let n={...t,error:null,share:0};ei(e,t.key,n),Qr(e,n)}function Zr({attachments:e,conv:t},n){n.control.abort(),e.set(t,e.of(t).peek().filter(({key:e})=>e!==n.key))}function Qr(e,t){qr=qr.then(()=>$r(e,t))}async function $r(e,{key:t,name:n,content:r,control:i}){if(!r||i.signal.aborted)return;let a=0,o=n=>{Math.floor(n*50)!==a&&(a=Math.floor(n*50),ei(e,t,{share:n}))};try{ei(e,t,{stored:await e.api.upload(e.conv,r,n,{progress:o,signal:i.signal}),share:1})}catch(n){let r=k(n);r.code!==`aborted`&&ei(e,t,{error:r})}}function ei({attachments:e,conv:t},n,r){let i=e.of(t).peek();i.some(e=>e.key===n)&&e.set(t,i.map(e=>e.key===n?{...e,...r}:e))}var ti=/* @__PURE__ */ H({AttachmentList:()=>ri});const ni={bad_request:`files.why.bad_request`,empty:`files.why.empty`,folder:`files.why.folder`,lost:`files.why.lost`,storage_full:`files.why.storage_full`,too_many_files:`files.why.too_many_files`};function ri({conv:e,waiting:t}){let{attachments:n,state:r}=F(),{api:i}=M(),a={attachments:n,api:i,conv:e},o=n.of(e).value,s=r.value===`live`,c=ii();return D(()=>{if(s)for(let t of n.of(e).peek())t.error?.code===`offline`&&Xr(a,t)},[s]),c?R`<div class="attached">
    <ul class="attached-list" aria-label=${l(`files.chosen`)}>
      ${o.map(e=>R`<${ai} key=${e.key} file=${e} place=${a} />`)}
    </ul>
    ${t&&R`<p class="attached-note" role="status">${l(`files.waiting`)}</p>`}
  </div>`:null}function ii(){let[e,t]=V(!1);return D(()=>{let e=()=>t(!0);ve(new URL(`./later.css`,import.meta.url).href).then(e,e)},[]),e}function ai({file:e,place:t}){let{name:n,stored:i,error:a,share:o,content:s}=e;return R`<li class=${a?`attached-file refused`:`attached-file`}>
    <span class="attached-face"><${oi} file=${e} /></span>
    <span class="attached-main">
      <bdi class="file-name">${n}</bdi>
      ${a?R`<span class="attached-why" role="alert">${si(e,a)}</span>`:i?R`<span class="file-size">${Gr(e)}</span>`:R`<progress value=${o} max="1" aria-label=${l(`files.uploading`,{name:n})}></progress>`}
    </span>
    ${a?.retry&&s&&R`<button type="button" class="link-button" onClick=${()=>Xr(t,e)}>${l(`messages.retry`)}</button>`}
    <button
      type="button"
      class="attached-remove"
      aria-label=${l(`files.remove`,{name:n})}
      title=${l(`files.remove`,{name:n})}
      onClick=${()=>Zr(t,e)}
    >
      <${r} name="close" />
    </button>
  </li>`}function oi({file:{content:e,type:t}}){let[n,i]=V(``);return D(()=>{if(!e||!t.startsWith(`image/`))return;let n=URL.createObjectURL(e);return i(n),()=>URL.revokeObjectURL(n)},[e]),n?R`<img src=${n} alt="" onError=${()=>i(``)} />`:R`<${r} name="file" />`}function si({size:e},t){if(t.limit!==void 0){let n=t.code===`too_large`?`files.why.too_large`:`files.why.quota_full`;return l(n,{size:St(e),limit:St(t.limit)})}return t.code in ni?l(ni[t.code]):E(t)}var ci=/* @__PURE__ */ H({DropZone:()=>li});function li({conv:e,name:t,onEnd:n}){let{api:i}=M(),{attachments:a}=F();return R`<div
    class="drop-zone"
    onDragOver=${e=>{e.preventDefault(),e.dataTransfer&&(e.dataTransfer.dropEffect=`copy`)}}
    onDragLeave=${n}
    onPointerMove=${n}
    onDrop=${t=>{t.preventDefault(),n();let r=[...t.dataTransfer?.items??[]].filter(({kind:e})=>e===`file`),o=r.filter(e=>!e.webkitGetAsEntry?.()?.isDirectory).flatMap(e=>e.getAsFile()??[]);o.length<r.length&&A(l(`files.why.folder`)),o.length>0&&N(ye({attachments:a,api:i,conv:e},o))}}
  >
    <p><${r} name="attach" /> ${l(`files.drop`,{name:t})}</p>
  </div>`}async function ui(e,{id:t,name:n}){let{url:r}=await e.mediaLink(t),i=document.createElement(`a`);i.href=`${r}&download=1`,i.download=n,i.click()}function di({file:e}){let{api:t}=M(),[n,i]=V(null),[a,o]=V(!1),s=x(0),c=e.type.startsWith(`video/`)?`video`:`audio`,u=async()=>i(await t.mediaLink(e.id));return n?R`<${c}
      class="file-player"
      src=${n.url}
      controls
      autoplay
      playsinline
      aria-label=${e.name}
      onLoadedMetadata=${e=>{e.target.currentTime=s.current}}
      onError=${e=>{n&&Date.now()>n.expires_at?(s.current=e.target.currentTime,N(u())):(i(null),o(!0),A(l(`files.unplayable`)))}}
    ></${c}>`:R`<button
    type="button"
    class=${`file-card ${c}`}
    title=${e.name}
    onClick=${()=>N(a?ui(t,e):u())}
  >
    <span class="file-face"><${r} name=${a?`download`:`play`} /></span>
    <span class="file-main">
      <span class="hidden-text">${l(a?`files.save`:`files.play`)}${` `}</span>
      <bdi class="file-name">${e.name}</bdi>
      <span class="file-size">${Gr(e)}</span>
    </span>
  </button>`}const q=/* @__PURE__ */ new Map;function fi(e){return q.get(e)??null}async function pi(e,t){let n=q.get(t)??URL.createObjectURL(await mi(e,t));q.delete(t),q.set(t,n);for(let[e,t]of q){if(q.size<=200)break;q.delete(e),URL.revokeObjectURL(t)}return n}async function mi(e,t){let n=await globalThis.caches?.open(Oe).catch(()=>void 0),r=await n?.match(`/${t}`);if(r)return r.blob();let i=await e.thumbnail(t);return n?.put(`/${t}`,new Response(i)).then(()=>hi(n)).catch(()=>{}),i}async function hi(e){for(let t of(await e.keys()).slice(0,-500))await e.delete(t)}function gi(e){let t=document.createElement(`div`);document.body.append(t),h(R`<${_i} ...${e} onClose=${()=>{h(null,t),t.remove()}} />`,t)}function _i({api:e,state:t,pictures:n,first:r,onClose:i}){let[a,o]=V(n.indexOf(r)),s=n[a]??r,c=n.length>1,u=e=>o((a+e+n.length)%n.length);return R`<${yt} label=${s.name} kind="viewer" onClose=${i}>
    <div class="viewer-frame" onKeyDown=${e=>{!c||e.key!==`ArrowLeft`&&e.key!==`ArrowRight`||(e.preventDefault(),u(e.key===`ArrowLeft`?-1:1))}}>
      <header class="viewer-bar">
        <bdi class="file-name">${s.name}</bdi>
        ${c&&R`<span class="viewer-count" role="status">${l(`files.of`,{number:a+1,count:n.length})}</span>`}
        ${c&&R`<${vi} icon="back" label=${l(`files.previous`)} onClick=${()=>u(-1)} />`}
        ${c&&R`<${vi} icon="back" turned label=${l(`files.next`)} onClick=${()=>u(1)} />`}
        <${vi} icon="download" label=${l(`files.save`)} onClick=${()=>N(ui(e,s))} />
        <${vi} icon="close" label=${l(`close`)} onClick=${i} />
      </header>
      <div
        class="viewer-place"
        onClick=${e=>e.target===e.currentTarget&&i()}
      >
        <${yi} key=${s.id} api=${e} live=${t.value===`live`} file=${s} />
      </div>
    </div>
  <//>`}function vi({icon:e,label:t,turned:n=!1,onClick:i}){return R`<button
    type="button"
    class=${n?`icon-button turned`:`icon-button`}
    aria-label=${t}
    title=${t}
    onClick=${i}
  >
    <${r} name=${e} />
  </button>`}function yi({api:e,live:t,file:n}){let[r,i]=V(``),[a,o]=V(!1),[s,c]=V(``);D(()=>{a||(c(``),e.mediaLink(n.id).then(e=>i(e.url),e=>c(E(k(e)))))},[t]);let u=fi(n.id),d={width:n.width,height:n.height};return R`${!a&&u&&R`<img class="viewer-picture" src=${u} alt="" ...${d} />`}
    ${r&&!s&&R`<img
        class=${a?`viewer-picture`:`viewer-picture coming`}
        src=${r}
        alt=${n.name}
        ...${d}
        onLoad=${()=>o(!0)}
        onError=${()=>c(l(`error.offline`))}
      />`}
    ${s&&R`<p class=${u?`viewer-error below`:`viewer-error`} role="alert">${s}</p>`}`}var bi=/* @__PURE__ */ H({FileView:()=>xi});function xi({file:e,files:t}){return Te(e)===`image`?R`<${Si} file=${e} files=${t} />`:/^(audio|video)\//.test(e.type)?R`<${di} file=${e} />`:R`<${Ci} file=${e} />`}function Si({file:e,files:t}){let{api:n}=M(),{state:i}=F(),a=i.value===`live`,[o,s]=V(fi(e.id)),[c,u]=V(!1);return D(()=>{let t=!0;if(!o)return pi(n,e.id).then(e=>t&&s(e),()=>t&&u(!0)),()=>{t=!1}},[e.id,a]),R`<button
    type="button"
    class="file-picture"
    aria-label=${l(`files.open`,{name:e.name})}
    title=${e.name}
    onClick=${()=>gi({api:n,state:i,pictures:t.filter(e=>Te(e)===`image`),first:e})}
  >
    ${o?R`<img src=${o} alt="" />`:c&&R`<span class="file-missing"><${r} name="file" /><bdi class="file-name">${e.name}</bdi><span class="file-size">${Gr(e)}</span></span>`}
  </button>`}function Ci({file:e}){let{api:t}=M();return R`<button type="button" class="file-card" title=${e.name} onClick=${()=>N(ui(t,e))}>
    <span class="file-face"><${r} name="file" /></span>
    <span class="file-main">
      <span class="hidden-text">${l(`files.save`)}${` `}</span>
      <bdi class="file-name">${e.name}</bdi>
      <span class="file-size">${Gr(e)}</span>
    </span>
    <${r} name="download" />
  </button>`}const wi={"emoji.group.0":`Smileys`,"emoji.group.1":`People`,"emoji.group.2":`Animals and nature`,"emoji.group.3":`Food`,"emoji.group.4":`Travel`,"emoji.group.5":`Activities`,"emoji.group.6":`Objects`,"emoji.group.7":`Symbols`,"emoji.groups":`Emoji categories`,"emoji.none":`No emoji found.`,"emoji.recent":`Recently used`,"emoji.search":`Search emoji`},Ti={"emoji.group.0":`表情`,"emoji.group.1":`人物`,"emoji.group.2":`动物与自然`,"emoji.group.3":`食物`,"emoji.group.4":`旅行`,"emoji.group.5":`活动`,"emoji.group.6":`物品`,"emoji.group.7":`符号`,"emoji.groups":`表情分类`,"emoji.none":`没有找到相关表情。`,"emoji.recent":`最近使用`,"emoji.search":`搜索表情`};var Ei=/* @__PURE__ */ H({spellings:()=>Hi});const Di=new Intl.Collator(`en`,{usage:`search`,sensitivity:`base`}),Oi=/[\u0780-\u07bf\u0900-\u1aaf\u1b00-\u1cff\ua800-\uabff\u{10a00}-\u{10a3f}\u{11000}-\u{11fff}\u{16f4f}-\u{16f92}]/u,ki=/[\u3099\u309a\u0e4d\u0ecd]/,Ai=/[\p{Cf}\u115f\u1160\u3164\uffa0]/u,ji=new Map([...sa(`æœøđðłħıґـ`,[`ae`,`oe`,`o`,`d`,`d`,`l`,`h`,`i`,`г`,``]),...sa(`ٱىیکة`,`اييكه`),...sa(`ךםןףץװױײ`,[...`כמנפצ`,`וו`,`וי`,`יי`]),...sa(`ぁぃぅぇぉっゃゅょゎゕゖㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ`,`あいうえおつやゆよわかけくしすとぬはひふへほむらりるれろ`)]),Mi=/[\u1100-\u11ff]+|[^\p{M}\uff9e\uff9f]?[\p{M}\uff9e\uff9f]+|\P{M}/gu,Ni=/[\p{L}\p{N}\p{M}]+/gu,Pi=/[\p{L}\p{N}\p{M}]$/u,J=RegExp(`[${[`Han`,`Hira`,`Kana`,`Hang`,`Thai`,`Laoo`,`Khmr`,`Mymr`,`Bopo`,`Yiii`].map(e=>`\\p{scx=${e}}`).join(``)}]`,`u`),Fi=RegExp(`(?=${J.source})[\\p{L}\\p{N}]\\p{M}*|(?:(?!${J.source})[\\p{L}\\p{N}\\p{M}])+`,`gu`),Ii=RegExp(`(?:(?=${J.source})[\\p{L}\\p{N}]\\p{M}*[^\\p{L}\\p{N}]*)+|(?:(?!${J.source})[\\p{L}\\p{N}\\p{M}])+`,`gu`),Li=/ङ्(?=[कखगघ])|ञ्(?=[चछजझ])|ण्(?=[टठडढ])|न्(?=[तथदध])|म्(?=[पफबभ])/g,Ri=/^(?:[وبكف]?ال|لل)(?=[\p{L}\p{N}]{3})/u,zi=/* @__PURE__ */ new Map;function Y(e){return ea(e)?e.toLowerCase():ta(e)}function Bi(e){let t=[e,Vi(e)].flatMap(e=>Y(e).match(Ni)??[]),n=[...new Set(t)].sort((e,t)=>t.length-e.length);return e=>{if(n.length===0)return[];let t=Zi(e,n,Y);if(Vi(e)===e)return t;let r=Zi(e,n,e=>Y(Vi(e)));return[...t,...r.filter(([e,n])=>!t.some(t=>t[0]<n&&e<t[1]))].sort(([e],[t])=>e-t)}}function Vi(e){return e.normalize(`NFC`).replace(/[äöüÄÖÜ]/g,e=>`${e.normalize(`NFD`)[0]}e`)}function Hi(e){return[Y(e),Y(Vi(e))]}function Ui(e){let t=Gi(e);return e=>{let n=Wi(e),r=[...n,...Ki(e,n)];return t.length>0&&t.every(e=>`run`in e?Yi(n,e.run):Xi(r,e.beginnings))}}function Wi(e){return(Y(e).match(Fi)??[]).map(e=>[...e].slice(0,40).join(``))}function Gi(e){let t=Wi(e),n=Wi(Vi(e)),r=e=>{let r=n.length===t.length?n[t.lastIndexOf(e)]??e:e;return r===e?Ji(qi(e)):r},i=/* @__PURE__ */ new Map;for(let t of Y(e).split(/\s+/))for(let{0:e}of t.matchAll(Ii)){let[t=``]=Wi(e),n=J.test(e)?{run:Wi(e)}:{beginnings:[.../* @__PURE__ */ new Set([t,r(t)])]};i.set(JSON.stringify(n),n)}return[...i.values()].slice(0,8)}function Ki(e,t){if(ea(e))return[];let n=Vi(e),r=t.flatMap(e=>[qi(e),Ji(e)]);return(n===e?r:[...r,...Wi(n)]).filter(e=>!J.test(e))}function qi(e){return e.replace(Li,``)}function Ji(e){return e.replace(Ri,``)}function Yi(e,t){return e.some((n,r)=>t.every((t,n)=>e[r+n]===t))}function Xi(e,t){return e.some(e=>t.some(t=>e===t||e.startsWith(t)&&[...t].length>=2))}function Zi(e,t,n){let r=``,i=[];for(let{0:t,index:a}of e.matchAll(Mi)){let e=n(t);r+=e;for(let n=0;n<e.length;n++)i.push([a,a+t.length])}let a=[];for(let e=0;e<r.length;){let n=t.find(t=>r.startsWith(t,e)&&Qi(r,e));if(n){let t=Math.max(i[e]?.[0]??0,a.at(-1)?.[1]??0),r=i[e+n.length-1]?.[1]??0;r>t&&a.push([t,r])}e+=n?.length??1}return a}function Qi(e,t){return J.test(String.fromCodePoint(e.codePointAt(t)??0))||!Pi.test($i(e,t))}function $i(e,t){let n=[...e.slice(Math.max(0,t-2),t)].at(-1)??``;return J.test(n)?``:n}function ea(e){return/^[\x00-\x7f]*$/.test(e)}function ta(e){return[...e.normalize(`NFC`)].map(na).join(``).normalize(`NFC`)}function na(e){let t=zi.get(e);return t===void 0&&(t=`йЙ`.includes(e)?`й`:[...e.normalize(`NFKD`)].filter(ra).flatMap(ia).join(``).normalize(`NFC`),zi.set(e,t)),t}function ra(e){return/\p{M}/u.test(e)?ki.test(e)||Oi.test(e)&&Di.compare(e,``)!==0:!Ai.test(e)}function ia(e){return[...e.toLowerCase().toUpperCase().toLowerCase()].map(e=>ji.get(aa(e))??oa(aa(e)))}function aa(e){return/[\u30a1-\u30f6]/.test(e)?String.fromCharCode(e.charCodeAt(0)-96):e}function oa(e){if(!/\p{Nd}/u.test(e))return e;let t=e.codePointAt(0)??0,n=0;for(;n<9&&/\p{Nd}/u.test(String.fromCodePoint(t-n-1));)n++;return String(n)}function sa(e,t){let n=[...t];return[...e].map((e,t)=>[e,n[t]??``])}const ca=`imnode.emoji`,la=[`👍`,`❤️`,`😂`,`🎉`,`😮`,`🙏`,`😊`,`😍`,`😅`,`😢`,`😭`,`😎`,`🤔`,`👏`,`💪`,`🔥`,`✅`,`👀`,`🙌`,`👋`,`☕`,`🌹`,`💯`,`🚀`];function ua(e){return e.replace(/(\p{Emoji_Presentation})\ufe0f/gu,`$1`)}function da(){try{let e=JSON.parse(localStorage.getItem(ca)??`[]`);return Array.isArray(e)?e.filter(e=>typeof e==`string`).map(ua):[]}catch{return[]}}function fa(e){return[.../* @__PURE__ */ new Set([...da(),...la])].slice(0,e)}function pa(e){localStorage.setItem(ca,JSON.stringify([.../* @__PURE__ */ new Set([e,...da()])].slice(0,24)))}var ma=/* @__PURE__ */ H({EmojiPicker:()=>va});z({en:wi,zh:Ti});const ha={en:()=>import(`./emoji-en.js`),zh:()=>import(`./emoji-zh.js`)},ga=[`😀`,`👋`,`🐻`,`🍎`,`🚗`,`⚽`,`💡`,`❤️`],_a=/* @__PURE__ */ new Map;function va({onPick:e}){let t=a.value,[n,i]=V(_a.get(t)??null),[o,s]=V(``),[c,u]=V(-1);D(()=>{if(_a.has(t))return i(_a.get(t)??null);Pe(()=>{ha[t]().then(({default:e})=>{_a.set(t,e),i(e)},()=>i([]))})},[t]);let d=ue(()=>new Map(n?.flat().map(([e,t])=>[e,t])),[n]),f=o.trim()&&n?xa(n,o):c===-1?fa(24):(n?.[c]??[]).map(([e])=>e),p=ya(`${c} ${o}`,f.length),m=[l(`emoji.recent`),...ga.map((e,t)=>l(`emoji.group.${t}`))];return R`<div class="emoji-picker" data-arrows>
    <div class="search-box">
      <${r} name="search" />
      <input
        type="search"
        value=${o}
        placeholder=${l(`emoji.search`)}
        aria-label=${l(`emoji.search`)}
        ref=${Ee}
        onInput=${e=>s(e.target.value)}
      />
    </div>
    <div class="emoji-tabs" role="group" aria-label=${l(`emoji.groups`)}>
      ${[`🕘`,...ga].map((e,t)=>R`<button
          type="button"
          key=${e}
          aria-pressed=${!o&&c===t-1}
          aria-label=${m[t]}
          title=${m[t]}
          onClick=${()=>{s(``),u(t-1)}}
        >
          ${e}
        </button>`)}
    </div>
    <div class="emoji-grid" data-choices="grid" role="group" aria-label=${l(`emoji.label`)}>
      ${f.slice(0,p).map(t=>R`<button
          type="button"
          key=${t}
          aria-label=${d.get(t)??t}
          title=${d.get(t)??t}
          onClick=${()=>{pa(t),e(t)}}
        >
          ${t}
        </button>`)}
    </div>
    ${n&&f.length===0&&R`<p class="empty-note" role="status">${l(`emoji.none`)}</p>`}
  </div>`}function ya(e,t){let[n,r]=V({what:e,count:64}),i=n.what===e?n.count:64;return d(()=>{if(i>=t)return;let n=requestAnimationFrame(()=>r({what:e,count:i+32}));return()=>cancelAnimationFrame(n)},[e,i,t]),i}const ba=/* @__PURE__ */ new WeakMap;function xa(e,t){let n=Y(t.trim()),r=ba.get(e)??e.flat().map(([e,t,n])=>[e,Y(t),Y(n)]);ba.set(e,r);let i=r.filter(([,e])=>e.includes(n)),a=r.filter(([,,e])=>e.includes(n));return[...new Set([...i,...a].map(([e])=>e))].slice(0,80)}var Sa=/* @__PURE__ */ H({EmptyConversation:()=>Ca});function Ca({conversation:e,canWrite:n}){let{me:r,people:i}=F(),{kind:a,role:o,members:s,member_count:c=s.length}=e,u=T(e,r),d=a===`group`,f=d&&o!==`member`,p=f&&c<2,m=d?null:t(e,r),h=m!==null&&i.online.value.has(m.id),g=n&&R`<button type="button" class=${p?`button quiet`:`button primary`} onClick=${Ea}>${l(`beginning.write`)}</button>`;return R`<section class="beginning-box" aria-label=${l(`beginning.label`)}>
    <${B} ...${u} size="large" online=${h} />
    <p class="beginning-title"><bdi>${u.name}</bdi></p>
    <p>${l(p?`beginning.alone`:d?`beginning.group`:`beginning.direct`)}</p>
    ${d&&!p&&R`<${wa} members=${s} count=${c} />`}
    ${m?.login&&R`<p class="beginning-login"><bdi>@${m.login}</bdi>${h&&R` · <span class="here">${l(`presence.online`)}</span>`}</p>`}
    <div class="beginning-buttons">
      ${!p&&g}
      ${f&&R`<${Ta} conversation=${e} first=${p} />`}
      ${p&&g}
    </div>
  </section>`}function wa({members:e,count:t}){let{me:n}=F(),r=e.slice(0,8);return R`<ul class="faces" aria-label=${l(`beginning.members`)}>
    ${r.map(({id:e,name:t,avatar:r})=>R`<li key=${e} class="face">
      <${B} id=${e} name=${t} avatar=${r} size="small" /><span class="face-name"><bdi>${e===n?l(`list.you`):t}</bdi></span>
    </li>`)}
    ${t>r.length&&R`<li>${s(`people.others`,t-r.length)}</li>`}
  </ul>`}function Ta({conversation:e,first:t}){let[n,i]=V(!1),a=()=>i(!1);return R`<button type="button" class=${t?`button primary`:`button quiet`} onClick=${()=>i(!0)}>${l(`beginning.add`)}</button>
    ${n&&R`<${$e} label=${l(`beginning.add`)} kind="sheet" onClose=${a}>
      <header class="sheet-head">
        <h2>${l(`beginning.add`)}</h2>
        <button type="button" class="icon-button" aria-label=${l(`close`)} title=${l(`close`)} onClick=${a}><${r} name="close" /></button>
      </header>
      <${or} conversation=${e} />
    <//>`}`}function Ea(){document.querySelector(`.composer textarea`)?.focus()}function Da({text:e,language:t,children:n=e}){let[i,a]=V(!1);return R`<div class="code-block">
    <div class="code-head">
      <span>${t}</span>
      ${`clipboard`in navigator&&R`<button type="button" class="code-copy" onClick=${async()=>{await navigator.clipboard.writeText(e),a(!0)}}>
          <${r} name=${i?`check`:`copy`} />${l(i?`copied`:`copy`)}
        </button>`}
    </div>
    <pre dir="ltr" tabindex="0"><code>${n}</code></pre>
  </div>`}var Oa=/* @__PURE__ */ H({blocks:()=>ka,plain:()=>Bn});function ka(e,t){let n={...t,work:t.work??{left:2e3}},r={element:{name:`p`},reading:n,text:``,children:[]},i=[r],a=new Aa,o=0;for(let{written:t,shown:s,enter:c,leave:l}of zn(n.caller?.masked??e,n.work)){a.add(s===t?e.slice(o,o+s.length):s,o),o+=t.length;let u=i.at(-1)??r;if(c||l){if(u.text+=a.text,u.children.push(...Ae(a.text,a.within(u.reading))),a=new Aa,c){let e=u.reading.linked||[`a`,`code`,`pre`].includes(c.name);i.push({element:c,reading:{...n,linked:e},text:``,children:[]})}else i.pop(),i.at(-1)?.children.push(ja(u.element,u.children,u.text))}}return r.children}var Aa=class{text=``;#e=[];add(e,t){if(!e)return;let n=this.text.length;this.text+=e;let r=this.#e.at(-1);r&&t-r.at===n-r.from?r.to+=e.length:this.#e.push({from:n,to:n+e.length,at:t})}within(e){let{caller:t}=e;if(!t)return e;let n=this.#e,r=0,i=(e,i,a)=>{let o=i+e.length,s=[];for(;r<n.length;r+=1){let{from:c,to:l,at:u}=n[r],[d,f]=[Math.max(c,i),Math.min(l,o)];if(d<f&&s.push(...t.draw(e.slice(d-i,f-i),u+d-c,a)),l>o)break}return s};return{...e,caller:{...t,draw:i}}}};function ja({name:e,info:t=``,level:n,href:r=``,host:i},a,o){switch(e){case`a`:return re(r,a,i);case`pre`:return R`<${Da} text=${o} language=${t}>${a}<//>`;case`li`:return n?R`<li aria-level=${n}>${a}</li>`:R`<li class="typed">${a}</li>`;default:return R`<${e}>${a}<//>`}}var Ma=/* @__PURE__ */ H({MessageMenu:()=>Na});function Na({conversation:e,row:t,canReply:n,onReply:r,onClose:i}){let{session:a,me:o}=F(),[s,c]=V(`menu`),{id:u}=e,{message:d}=t;return pt(()=>c(`menu`),s!==`menu`),Pa(s===`menu`),s===`text`?R`<${La} text=${t.text} />`:d?s===`readers`?R`<${Ra} conversation=${e} message=${d} />`:s===`emoji`?R`<${Le} onPick=${e=>{N(a.react(u,d.seq,e,!0)),i()}} />`:s===`recall`?R`<div class="confirm">
      <p>${l(p(d)&&d.sender===o?`recall.ask`:`recall.ask-other`)}</p>
      <div class="confirm-buttons">
        <button type="button" class="button quiet" ref=${ge} onClick=${i}>${l(`cancel`)}</button>
        <button type="button" class="button danger" onClick=${()=>{N(a.recall(u,d.seq)),i()}}>${l(`message.recall`)}</button>
      </div>
    </div>`:R`<${Fa} conv=${u} message=${d} onMore=${()=>c(`emoji`)} onClose=${i} />
    <${Ia} conversation=${e} row=${t} canReply=${n} onReply=${r} onPage=${c} onClose=${i} />`:R`<${Ia} conversation=${e} row=${t} onPage=${c} onClose=${i} />`}function Pa(e){let t=x(e);D(()=>{e&&!t.current&&ge(document.querySelector(`dialog[open] .menu-item`)),t.current=e},[e])}function Fa({conv:e,message:t,onMore:n,onClose:i}){let{session:a,me:o}=F();return R`<div class="quick-reactions" role="group" aria-label=${l(`message.react`)}>
    ${fa(6).map(n=>{let r=t.reactions?.[n]?.includes(o)??!1;return R`<button
        type="button"
        key=${n}
        aria-pressed=${r}
        aria-label=${l(`message.react-with`,{emoji:n})}
        onClick=${()=>{N(a.react(e,t.seq,n,!r)),i()}}
      >
        ${n}
      </button>`})}
    <button type="button" aria-label=${l(`emoji.more`)} title=${l(`emoji.more`)} onClick=${n}><${r} name="smile" /></button>
  </div>`}function Ia({conversation:e,row:{text:t,message:n,pending:r},canReply:i=!1,onReply:a=()=>{},onPage:o,onClose:s}){let{session:c,me:u,composerModes:d}=F(),{id:f,kind:m,role:h}=e,g=n!==null&&p(n)&&n.sender===u,_=m===`group`&&h!==`member`,v=n!==null&&(e.pins?.includes(n.seq)??!1),y=n&&(_&&p(n)||g&&Date.now()-n.ts<9e5),b=e=>()=>{e(),s()};return R`<ul class="menu">
    ${i&&R`<${X} icon="reply" label=${l(`message.reply`)} keys="R" onClick=${b(a)} />`}
    ${(g||r&&!r.failed)&&R`<${X} icon="edit" label=${l(`message.edit`)} keys=${n&&`E`} onClick=${b(()=>d.edit(f,n??{seq:r?.client_id??``,text:t,mentions:r?.mentions,spans:r?.spans}))} />`}
    ${t&&`clipboard`in navigator&&R`<${X} icon="copy" label=${l(`message.copy`)} keys=${n&&`C`} onClick=${b(async()=>{await navigator.clipboard.writeText(t),A(l(`copied`))})} />`}
    ${t&&!Ze()&&R`<${X} icon="menu" label=${l(`message.select`)} onClick=${()=>o(`text`)} />`}
    ${n&&(m===`direct`||_)&&(v||p(n))&&R`<${X}
      icon="pin"
      label=${l(v?`message.unpin`:`message.pin`)}
      onClick=${b(()=>N(c.pin(f,n.seq,!v)))}
    />`}
    ${g&&R`<${X} icon="checks" label=${l(`message.readers`)} onClick=${()=>o(`readers`)} />`}
    ${y&&R`<${X} icon="trash" danger label=${l(`message.recall`)} onClick=${()=>o(`recall`)} />`}
    ${r&&R`<${X} icon="trash" danger label=${l(`message.discard`)} onClick=${b(()=>c.recall(f,r.client_id))} />`}
  </ul>`}function La({text:e}){let t=x(null);return D(()=>{t.current&&(t.current.focus(),getSelection()?.selectAllChildren(t.current))},[]),R`<p class="whole-text" ref=${t} tabindex="-1" dir="auto">${e}</p>`}function X({icon:e,label:t,keys:n,danger:i=!1,onClick:a}){return R`<li>
    <button type="button" class=${i?`menu-item danger`:`menu-item`} onClick=${a}>
      <${r} name=${e} /><span>${t}</span>${n&&R`<kbd aria-hidden="true">${n}</kbd>`}
    </button>
  </li>`}function Ra({conversation:e,message:t}){let{id:n}=e,r=F().conversation(n)??e,{read:i,delivered:a,waiting:s}=o(r,t.sender,t.seq);return R`<div class="readers" ref=${ge} tabindex="-1">
    ${[[`readers.read`,i],[`readers.delivered`,a],[`readers.waiting`,s]].map(([e,t])=>t.length>0&&R`<section key=${e}>
        <h2>${l(e)}</h2>
        <ul>
          ${t.map(({id:e,name:t,login:n,avatar:i})=>R`<li key=${e}>
            <${B} id=${e} name=${t} avatar=${i} size="small" />
            <span><bdi>${t}</bdi>${r.members.some(n=>n.name===t&&n.id!==e)&&R` <span class="row-sub">@${n}</span>`}</span>
          </li>`)}
        </ul>
      </section>`)}
  </div>`}z({en:{"notice.several.one":`{count} new message`,"notice.several.other":`{count} new messages`,"notices.blocked":`The browser blocks notifications from this chat. To allow them, press the icon next to the address, or open the app’s settings, and look for notifications.`,"notices.home-screen":`On an iPhone or iPad, add the chat to your home screen first: tap Share, then Add to Home Screen. Open it from there and turn notifications on.`,"notices.insecure":`Browsers show notifications over HTTPS only. Open the chat at its https:// address, or ask whoever runs the server.`,"notices.off":`This device doesn’t notify you of new messages.`,"notices.on":`This device notifies you of new messages, even while the chat is closed.`,"notices.page":`You’re notified only while the chat is open. While it is closed, that takes internet access and a certificate that this device trusts.`,"notices.unable":`This browser can’t show notifications. Update it, or use another one.`,"notices.waiting":`You’re notified while the chat is open; also while it is closed, once the server can be reached.`,"offer.accept":`Turn on`,"offer.decline":`No thanks`,"offer.later":`You can turn notifications on in the menu at any time.`,"offer.text":`Get notified of new messages, even while the chat is closed?`,"settings.notify":`Notifications`},zh:{"notice.several.one":`{count} 条新消息`,"notice.several.other":`{count} 条新消息`,"notices.blocked":`浏览器已禁止此聊天的通知。如需开启，请点按地址栏旁的图标，或打开应用的系统设置，找到“通知”并允许。`,"notices.home-screen":`在 iPhone 或 iPad 上，请先点按“共享”，再选择“添加到主屏幕”，然后从主屏幕打开聊天并开启通知。`,"notices.insecure":`浏览器只在 HTTPS 下提供通知。请用 https:// 开头的地址打开聊天，或联系服务器管理员。`,"notices.off":`此设备不会提醒您有新消息。`,"notices.on":`有新消息时，此设备会提醒您，聊天关闭时也会。`,"notices.page":`仅在聊天打开时提醒：浏览器无法在后台接收通知。后台通知需要连接互联网，并且此设备信任服务器的证书。`,"notices.unable":`此浏览器不支持通知，请更新浏览器或换用其他浏览器。`,"notices.waiting":`目前仅在聊天打开时提醒。连上服务器后，聊天关闭时也会提醒。`,"offer.accept":`开启`,"offer.decline":`不用了`,"offer.later":`您随时可以在菜单中开启通知。`,"offer.text":`聊天关闭时，也要接收新消息通知吗？`,"settings.notify":`通知`}});const za=`imnode-notices`,Ba=`/notices.json`;async function Va(e){await(await caches.open(za)).put(Ba,new Response(JSON.stringify(e)))}async function Ha(){let e=await globalThis.caches?.match(Ba,{cacheName:za});return e?e.json():null}async function Ua(){await globalThis.caches?.delete(za)}const Wa=`imnode.push-ended`;var Ga=class{#e;#t;#n;#r=0;constructor({registration:e,request:t,marks:n}){this.#e=e,this.#t=t,this.#n=n}async open(){let e=this.#r,t=(await this.#e())?.pushManager;if(!t)return`page`;let n;try{({key:n}=await this.#t(`GET`,`/push/key`))}catch{return`waiting`}if(e!==this.#r)return`waiting`;let r;try{r=await this.#i(t,n)}catch{return`page`}if(e!==this.#r)return await r.unsubscribe(),`waiting`;try{await this.#t(`POST`,`/push/subscriptions`,{body:r.toJSON()})}catch{return`waiting`}return`on`}async end(){this.#r+=1;let e=await(await this.#e())?.pushManager?.getSubscription();e&&(this.#o(e.endpoint),await e.unsubscribe())}async forget(){await this.end(),this.#n.removeItem(Wa)}async settle(){for(let e of this.#a()){try{await this.#t(`DELETE`,`/push/subscriptions`,{body:{endpoint:e}})}catch(e){if(k(e).retry)return}this.#s(this.#a().filter(t=>t!==e))}}async#i(e,t){let n=Ka(t),r=await e.getSubscription();return r&&qa(n,r.options.applicationServerKey)?r:(r&&(this.#o(r.endpoint),await r.unsubscribe()),e.subscribe({userVisibleOnly:!0,applicationServerKey:n}))}#a(){try{return JSON.parse(this.#n.getItem(Wa)??`[]`)}catch{return[]}}#o(e){this.#s([...this.#a().filter(t=>t!==e),e])}#s(e){e.length>0?this.#n.setItem(Wa,JSON.stringify(e)):this.#n.removeItem(Wa)}};function Ka(e){return Uint8Array.from(atob(e.replaceAll(`-`,`+`).replaceAll(`_`,`/`)),e=>e.charCodeAt(0))}function qa(e,t){let n=new Uint8Array(t??[]);return e.length===n.length&&e.every((e,t)=>e===n[t])}const Ja=`imnode.notify`,Ya=`imnode.notify-offered`,Xa=`imnode.notify-later`,Z=C(!1),Q=C(`default`),Za=C(`waiting`),Qa=C(!1),$a=C(`unable`);let $;const eo=Me(()=>to($a.value,Q.value,Z.value,Za.value));function to(e,t,n,r){return e===`able`?t===`denied`?`blocked`:n&&t===`granted`?r:`off`:e}function no({isSecureContext:e,Notification:t,navigator:{userAgent:n,maxTouchPoints:r}}){return e?t?`able`:/iPhone|iPad|iPod/.test(n)||/Macintosh/.test(n)&&r>1?`home-screen`:`unable`:`insecure`}function ro(e){if($a.value=no(window),$a.value!==`able`)return;Q.value=Notification.permission,Z.value=localStorage.getItem(Ja)===`on`,$=new Ga({registration:go,request:e.api.request.bind(e.api),marks:localStorage}),go().then(e=>{Qa.value=!!e?.pushManager}),window.addEventListener(`storage`,({key:e,newValue:t})=>{e===Ja&&(Z.value=t===`on`)});let t=()=>{Q.value=Notification.permission};window.addEventListener(`focus`,t),navigator.permissions?.query({name:`notifications`}).then(e=>{e.onchange=t},()=>{}),navigator.serviceWorker?.addEventListener(`message`,({data:t})=>{t?.subscription&&ao(e)}),io(e),oo(e)}function io(e){let t;w(()=>{let n=e.chat.value;n&&(t=n.me),Za.value=`waiting`}),w(()=>{e.phase.value===`signed-out`&&ho(t)}),w(()=>{let t=e.chat.value;t&&t.state.value===`live`&&(Z.value&&Q.value===`granted`&&Za.peek()!==`on`?ao(e):$.settle())}),w(()=>{let t={user:e.chat.value?.me??``,language:a.value};t.user&&Z.value&&Q.value===`granted`&&Va(t).catch(()=>{})})}async function ao(e){let t=e.chat.peek();if(!t||!Z.peek())return;await $.settle();let n=await $.open();e.chat.peek()===t&&(Za.value=n)}function oo(e){w(()=>{let t=e.chat.value,n=t&&t.written.value>0&&t.pending.value.length===0,r=t?.state.value===`live`&&(n||matchMedia(`(display-mode: standalone)`).matches),i=_e.value||e.reused.value;r&&!i&&Qa.value&&eo.value===`off`&&!co()&&so(),t&&eo.value===`off`||(Fe.value=null)})}async function so(){let[{PushOffer:e}]=await Promise.all([Promise.resolve().then(()=>To),ve(new URL(`./later.css`,import.meta.url).href)]);eo.peek()===`off`&&!co()&&(Fe.value=e)}function co(){return localStorage.getItem(Ja)!==null||localStorage.getItem(Ya)!==null||Date.now()<Number(localStorage.getItem(Xa))}function lo(){localStorage.setItem(Ya,`1`),Fe.value=null}function uo(){localStorage.setItem(Xa,String(Date.now()+864e5)),Fe.value=null}async function fo(){return Q.value=await Notification.requestPermission(),Q.value===`granted`&&(mo(!0),!0)}async function po(){mo(!1),Za.value=`waiting`,await Promise.all([$.end(),Ua(),_o()]),await $.settle()}function mo(e){localStorage.setItem(Ja,e?`on`:`off`),Z.value=e}async function ho(e){let t=await Ha().catch(()=>null);e&&t&&t.user!==e||(localStorage.removeItem(Ja),Z.value=!1,await Promise.all([$.forget(),Ua(),_o()]).catch(()=>{}))}async function go(){let{serviceWorker:e}=navigator;if(document.readyState!==`complete`&&await new Promise(e=>window.addEventListener(`load`,e)),!await e?.register(`sw.js`).catch(()=>e.getRegistration()))return null;let t=new Promise(e=>setTimeout(()=>e(null),6e4));return Promise.race([e.ready,t])}async function _o(){let e=await navigator.serviceWorker?.getRegistration();for(let t of await e?.getNotifications()??[])t.close()}var vo=/* @__PURE__ */ H({startNotifier:()=>bo});const yo=/* @__PURE__ */ new Map;function bo(e){ro(e);let t=null;w(()=>{let n=e.chat.value,r=n?.arrived.value??null;if(!n||!r||r===t)return;t=r;let i=n.session.conversations.get(r.conv),a=Ie.peek(),o=He.peek()&&`id`in a&&a.id===r.conv;i&&!o&&Z.peek()&&!n.blocked.peek().has(r.message.sender)&&ne(i,r.message,n.me,Date.now())&&wo(n,i,r.message)});let n=-1,r=()=>{let t=e.chat.value?.conversations.value??[],r=Date.now(),i=t.reduce((e,t)=>e+(S(t,r)?0:t.unread??0),0);i!==n&&`setAppBadge`in navigator&&(n=i,(i>0?navigator.setAppBadge(i):navigator.clearAppBadge()).catch(()=>{}))};w(r),navigator.serviceWorker?.addEventListener(`message`,({data:e})=>{e?.notice&&(n=-1,r())}),xo(e)}function xo(e){let t=``,n=0,r=()=>{clearTimeout(n),n=0;let t=e.chat.peek();t&&Co(t)};w(()=>{let i=e.chat.value;if(i||So(),!i?.ready.value)return;let a=i.conversations.value.map(e=>`${e.id} ${e.read}`).sort().join();a!==t&&(n||=setTimeout(r,200)),t=a});let i=()=>{n&&r()};document.addEventListener(`visibilitychange`,i),window.addEventListener(`pagehide`,i),navigator.serviceWorker?.addEventListener(`message`,({data:t})=>{let n=e.chat.peek();t?.notice&&n&&Co(n)})}function So(){for(let e of yo.values())e.close();yo.clear()}async function Co(e){let t=await navigator.serviceWorker?.getRegistration();for(let n of[...await t?.getNotifications()??[],...yo.values()]){let{conv:t,seq:r}=n.data??{},i=e.session.conversations.get(t);(i?(i.read??0)<r:t&&e.state.peek()!==`live`)||(n.close(),yo.delete(t))}}async function wo(t,n,r){if(!(`Notification`in globalThis)||Notification.permission!==`granted`)return;let i=t.session.conversations.person(r.sender)?.name??l(`person.unknown`);await e();let a=ze(r).slice(0,180),o=n.kind===`group`&&p(r)?l(`announcer.message`,{name:i,text:a}):a,{id:c,unread:u=1}=n,d=[Ne(n,t.me),be.value].filter(Boolean).join(` · `),f={body:u>1?`${o}\n${s(`notice.several`,u)}`:o,tag:c,renotify:!0,icon:`icon-192.png`,data:{path:j.conversation(c),conv:c,seq:r.seq,unread:u}},m=await navigator.serviceWorker?.getRegistration();if(m?.active){let[e]=await m.getNotifications({tag:c});if(e?.data?.seq>=r.seq)return;await m.showNotification(d,f)}else{let e=new Notification(d,f);yo.set(c,e),e.onclick=()=>{window.focus(),L(f.data.path),e.close()}}(t.session.conversations.get(c)?.read??0)>=r.seq&&await Co(t)}var To=/* @__PURE__ */ H({PushOffer:()=>Eo});function Eo(){return D(()=>(document.documentElement.dataset.offer=``,()=>{delete document.documentElement.dataset.offer}),[]),R`<div class="offer" role="region" aria-label=${l(`settings.notify`)}>
    <p class="offer-text">${l(`offer.text`)}</p>
    <span class="offer-buttons">
      <button type="button" class="button primary small" onClick=${async()=>{let e=await fo().catch(()=>!1),t=eo.peek()===`blocked`;e||A(l(t?`notices.blocked`:`offer.later`)),e||t?lo():uo()}}>${l(`offer.accept`)}</button>
      <button type="button" class="button quiet small" onClick=${()=>{A(l(`offer.later`)),lo()}}>${l(`offer.decline`)}</button>
    </span>
  </div>`}z({en:{"find.all":`Search all messages`,"find.clear":`Try other words`,"find.clear-date":`Clear the date`,"find.date":`Jump to a date`,"find.everywhere":`Search all conversations`,"find.newer":`Newer result`,"find.none":`Nothing found`,"find.nothing":`Nothing found for “{query}”`,"find.nothing-since":`No messages since {day}`,"find.of":`{number} of {count}`,"find.older":`Older result`,"find.placeholder":`Search this conversation`,"find.short":`Search here`,"find.this-device-only":`Only messages saved on this device were searched.`,"find.to-last":`Jump to the latest message`,"find.where":`All messages in “{name}” were searched.`,"search.done":`Close search`,"search.hint":`Try another spelling, fewer words, or the start of a word.`,"search.messages":`Messages`,"search.no-messages":`No messages contain “{query}”.`,"search.none":`Nothing found for “{query}”`,"search.people":`Find people`,"search.where":`The names of your chats and all their messages were searched.`},zh:{"find.all":`搜索全部消息`,"find.clear":`换个关键词`,"find.clear-date":`不限日期`,"find.date":`跳转到日期`,"find.everywhere":`搜索所有会话`,"find.newer":`下一条较新的结果`,"find.none":`未找到`,"find.nothing":`没有找到“{query}”`,"find.nothing-since":`{day}以来没有消息`,"find.of":`第 {number}/{count} 条`,"find.older":`下一条较早的结果`,"find.placeholder":`搜索此会话`,"find.short":`在此搜索`,"find.this-device-only":`仅搜索了保存在此设备上的消息。`,"find.to-last":`回到最新消息`,"find.where":`已搜索“{name}”中的全部消息。`,"search.done":`结束搜索`,"search.hint":`请检查错别字，或减少关键词后重试。`,"search.messages":`消息`,"search.no-messages":`没有包含“{query}”的消息。`,"search.none":`没有找到“{query}”`,"search.people":`查找联系人`,"search.where":`已搜索您的会话名称及其中的全部消息。`}});function Do({title:e,text:t,hint:n,children:i}){return R`<div class="nothing-found">
    <${r} name="search" />
    <div role="status">
      <p class="nothing-title">${e}</p>
      ${t&&R`<p>${t}</p>`}
      ${n&&R`<p>${n}</p>`}
    </div>
    <div class="nothing-ways">${i}</div>
  </div>`}var Oo=/* @__PURE__ */ H({FindBar:()=>ko});function ko({conversation:e}){let{id:t,created_at:n}=e,i=F(),a=Ne(e,i.me),o=x(null),{api:s}=M(),[u,d]=V(``),[f,p]=V(null),[m,h]=V(null),[g,_]=V(0),[v,y]=V(!1),[b,ee]=V(0),[te,S]=V(null),C=x(null),ne=ue(()=>Bi(u),[u]);D(()=>{let e=!0;if(p(null),y(!1),S(null),!u.trim())return;let n=setTimeout(()=>N(Ao(s.search({q:u.trim(),conv:t,limit:50}),i,t,u).then(({seqs:n,before:r,isKept:i})=>{e&&(p(n),h(r),y(i),_(0),n[0]===void 0?Je():Ve(t,n[0],ne))})),300);return()=>{e=!1,clearTimeout(n)}},[u,b]);let w=()=>{Qe.value=!1,Je()};pt(w);let T=async e=>{let n=f??[];if(e>=n.length&&m!==null){let e=await s.search({q:u.trim(),conv:t,limit:50,before:m}).catch(()=>null);if(!e)return;n=[...n,...e.results.map(({message:e})=>e.seq)],p(n),h(e.before)}let r=n[e];r!==void 0&&(_(e),Ve(t,r,ne))},E=async e=>{let n=(/* @__PURE__ */ new Date(`${e}T00:00`)).getTime();Number.isNaN(n)||await N(s.firstSince(t,n).then(e=>{S(e?null:n),e&&Ve(t,e.seq)}))},re=()=>{d(``),o.current?.focus()},ie=()=>{c.value=u,w();let e=matchMedia(`(max-width: 45rem)`).matches;L(e?j.home:j.conversation(t)),setTimeout(()=>document.querySelector(`[data-search]`)?.focus())},ae=()=>{o.current?.focus(),ee(b+1)},oe=()=>{C.current&&(C.current.value=``),S(null)},se=e.last?.seq,O=f?.length??0,le=f===null?``:O===0?l(`find.none`):l(`find.of`,{number:g+1,count:m===null?O:`${O}+`});return R`<div class="find"><div
    class="find-bar"
    role="search"
    aria-label=${l(`find.open`)}
    onKeyDown=${e=>{e.key===`Escape`&&(e.stopPropagation(),w())}}
  >
    <div class="search-box">
      <${r} name="search" />
      <input
        type="search"
        value=${u}
        placeholder=${l(`find.short`)}
        aria-label=${l(`find.placeholder`)}
        maxlength="200"
        ref=${Mo(o)}
        onInput=${e=>d(e.target.value)}
        onKeyDown=${e=>{e.key===`Enter`&&!e.isComposing&&T(e.shiftKey?g-1:g+1)}}
      />
      <span class="find-status" role="status">${le}</span>
    </div>
    <button type="button" class="icon-button" disabled=${g+1>=O&&m===null} aria-label=${l(`find.older`)} title=${l(`find.older`)} onClick=${()=>T(g+1)}>
      <${r} name="up" />
    </button>
    <button type="button" class="icon-button" disabled=${g===0} aria-label=${l(`find.newer`)} title=${l(`find.newer`)} onClick=${()=>T(g-1)}>
      <${r} name="down" />
    </button>
    <label class="icon-button find-date" title=${l(`find.date`)}>
      <${r} name="calendar" />
      <span class="hidden-text">${l(`find.date`)}</span>
      <input
        ref=${C}
        type="date"
        min=${n?jo(n):void 0}
        max=${jo(Date.now())}
        onClick=${()=>C.current?.showPicker?.()}
        onChange=${e=>E(e.target.value)}
      />
    </label>
    <button type="button" class="icon-button" aria-label=${l(`close`)} title=${l(`close`)} onClick=${w}>
      <${r} name="close" />
    </button>
  </div>
  ${v&&R`<p class="find-part">
      <span role="status">${l(`find.this-device-only`)}</span>
      ${i.state.value===`live`&&R` <button type="button" class="link-button" onClick=${ae}>${l(`find.all`)}</button>`}
    </p>`}
  ${f!==null&&O===0&&te===null&&R`<${Do} title=${l(`find.nothing`,{query:u.trim()})} text=${v?``:l(`find.where`,{name:a})} hint=${l(`search.hint`)}>
      <button type="button" class="button quiet" onClick=${ie}>${l(`find.everywhere`)}</button>
      <button type="button" class="button quiet" onClick=${re}>${l(`find.clear`)}</button>
    <//>`}
  ${te!==null&&R`<${Do} title=${l(`find.nothing-since`,{day:new Intl.DateTimeFormat(ce(),{dateStyle:`long`}).format(te)})} text=${l(`find.where`,{name:a})}>
      ${se!==void 0&&R`<button type="button" class="button quiet" onClick=${()=>{oe(),Ve(t,se)}}>${l(`find.to-last`)}</button>`}
      <button type="button" class="button quiet" onClick=${oe}>${l(`find.clear-date`)}</button>
    <//>`}
  </div>`}async function Ao(e,t,n,r){try{let{results:t,before:n}=await e;return{seqs:t.map(({message:e})=>e.seq),before:n,isKept:!1}}catch(e){if(k(e).code!==`offline`)throw e;let i=Ui(r);return{seqs:(await t.session.kept(n,({text:e})=>i(e))).map(({seq:e})=>e),before:null,isKept:!0}}}function jo(e){let t=new Date(e);return[t.getFullYear(),t.getMonth()+1,t.getDate()].map(e=>String(e).padStart(2,`0`)).join(`-`)}function Mo(e){return x(t=>{e.current=t,ge(t)}).current}var No=/* @__PURE__ */ H({SearchResults:()=>Po});function Po({query:e,hasChats:t,onDone:n}){let r=F(),{api:i}=M(),a=ae(),[o,s]=V(null),[c,u]=V(``),[d,f]=V(null),[p,m]=V(null),h=ue(()=>Bi(e),[e]);pt(n),Fo(),D(()=>{let t=!0,n=setTimeout(()=>i.search({q:e.trim()}).then(n=>{t&&(s(n.results),f(n.before),m(null),u(e))},n=>{t&&(m(k(n)),u(e))}),300);return()=>{t=!1,clearTimeout(n)}},[e]);let _=async()=>{let t=await i.search({q:e.trim(),before:d??void 0});s([...o??[],...t.results]),f(t.before)},v=o?.filter(({conv:e})=>r.conversation(e))??[];return o&&v.length===0&&d===null&&!p&&!t?R`<section class="results" aria-label=${l(`find.none`)}><${Io} query=${c.trim()} onDone=${n} /></section>`:R`<section class="results" aria-label=${l(`search.messages`)} aria-busy=${c!==e}>
    <h2 class="section-title">${l(`search.messages`)}</h2>
    ${p&&R`<p class="alert" role="alert">${E(p)}</p>`}
    <ul class="rows" data-choices>
      ${v.map(({conv:e,message:t})=>{let n=r.conversation(e),i=T(n,r.me),o=t.sender===r.me?l(`list.you`):r.person(t.sender)?.name;return R`<li key=${`${e} ${t.seq}`}>
          <a
            class="row"
            href=${j.conversation(e)}
            onClick=${n=>{n.preventDefault(),Ve(e,t.seq,h)}}
          >
            <${B} ...${i} size="small" />
            <span class="row-main">
              <span class="row-line">
                <span class="row-title"><bdi>${i.name}</bdi></span>
                <time class="row-time" datetime=${new Date(t.ts).toISOString()}>${g(t.ts,a)}</time>
              </span>
              <span class="row-sub result-text">
                ${o&&R`<span class="row-from">${l(`list.from`,{name:o})}</span>`}
                ${Ae(Lo(Ye(t.text),h),{find:h,linked:!0})}
              </span>
            </span>
          </a>
        </li>`})}
    </ul>
    ${o&&v.length===0&&R`<p class="empty-note" role="status">${l(`search.no-messages`,{query:c.trim()})}</p>`}
    ${d!==null&&R`<div class="inset"><button type="button" class="button quiet" onClick=${_}>${l(`people.more`)}</button></div>`}
    <div class="inset"><button type="button" class="link-button" onClick=${n}>${l(`search.done`)}</button></div>
  </section>`}function Fo(){D(()=>{let e=()=>Qe.peek()||Je(),t=({animationName:t})=>t.startsWith(`found`)&&matchMedia(`(max-width: 45rem)`).matches&&e();return document.addEventListener(`animationend`,t),()=>{document.removeEventListener(`animationend`,t),e()}},[])}function Io({query:e,onDone:t}){return R`<${Do} title=${l(`search.none`,{query:e})} text=${l(`search.where`)} hint=${l(`search.hint`)}>
    <a class="button quiet" href=${j.new}>${l(`search.people`)}</a>
    <button type="button" class="button quiet" onClick=${t}>${l(`search.done`)}</button>
  <//>`}function Lo(e,t){let n=t(e)[0]?.[0]??0,r=Math.max(0,n-24);return(r>0?`…`:``)+e.slice(r,r+160)}z({en:{"login.leaving":`You’re signed out on this device. The server is told as soon as it can be reached.`,"reuse.advice":`If it wasn’t you, change your password.`,"reuse.ended":`“{device}” was signed out ({time}): someone else may have used its sign-in.`},zh:{"login.leaving":`您已在此设备上退出登录。连接恢复后会立即通知服务器。`,"reuse.advice":`如果不是您本人操作，请修改密码。`,"reuse.ended":`“{device}”已退出登录（{time}）：其登录凭证可能已被他人使用。`}});var Ro=/* @__PURE__ */ H({DevicesPage:()=>zo});function zo(){let{api:e}=M(),t=ae(),[n,i]=V(null),[a,o]=V(null),[s,c]=V([]),d=()=>e.devices().then(e=>{i([...e.sessions].sort((e,t)=>Number(t.current)-Number(e.current))),c(e.reused)},e=>o(k(e)));D(()=>{d()},[]);let f=async t=>{await N(e.endDevice(t.id)),await d()};return R`<${K} title=${l(`settings.devices`)} back=${j.settings}>
    ${a&&R`<p class="alert" role="alert">${E(a)}</p>`}
    ${s.map(({session:e,device:t,at:n})=>R`<p key=${e} class="alert" role="alert">
      ${l(`reuse.ended`,{device:t||l(`devices.unnamed`),time:u(n)})}<br />${l(`reuse.advice`)}
    </p>`)}
    <p class="panel-note">${l(`devices.intro`)}</p>
    <ul class="rows" aria-busy=${!n}>
      ${n?.map(e=>R`<li key=${e.id} class="row still">
        <span class="avatar plain"><${r} name="device" /></span>
        <span class="row-main">
          <span class="row-title"><bdi>${e.device||l(`devices.unnamed`)}</bdi></span>
          <span class=${e.online?`row-sub here`:`row-sub`}>
            ${e.current?l(`devices.this`):e.online?l(`presence.online`):l(`devices.seen`,{time:g(e.last_seen_at,t)})}
          </span>
        </span>
        ${!e.current&&R`<button type="button" class="button quiet small" onClick=${()=>f(e)} aria-label=${l(`devices.end`,{device:e.device||l(`devices.unnamed`)})}>
          ${l(`logout`)}
        </button>`}
      </li>`)}
    </ul>
  <//>`}var Bo=/* @__PURE__ */ H({NamePage:()=>Vo});function Vo(){let e=M(),[t,n]=V(e.user.value?.name??``),{busy:r,error:i,run:a}=I(async()=>{e.update(await e.api.setName(t.trim())),L(j.settings,{replace:!0})});return R`<${K} title=${l(`settings.name`)} back=${j.settings}>
    <form
      class="form inset"
      onSubmit=${e=>{e.preventDefault(),a()}}
    >
      <${P}
        label=${l(`link.name`)}
        hint=${l(`name.hint`)}
        error=${i?E(i):void 0}
        value=${t}
        onInput=${n}
        autocomplete="name"
        maxlength=${100}
        autofocus
        required
      />
      <button class="button primary" disabled=${r||!t.trim()}>${l(`save`)}</button>
    </form>
  <//>`}const Ho={"avatar.change":`Change your picture`,"avatar.own":`Your picture`,"devices.end":`Sign out {device}`,"devices.intro":`You’re signed in on these devices. Sign out any that you don’t know or no longer use.`,"devices.seen":`Last seen: {time}`,"devices.this":`This device`,"devices.unnamed":`Unnamed device`,logout:`Sign out`,"logout.anyway":`Sign out and delete them`,"logout.unsent.one":`{count} message or change hasn’t been sent yet and would be lost.`,"logout.unsent.other":`{count} messages or changes haven’t been sent yet and would be lost.`,"name.hint":`What others see.`,"password.change":`Change password`,"password.changed":`Password changed.`,"password.current":`Current password`,"password.others":`Your other devices will be signed out.`,"password.wrong":`This isn’t your current password.`,save:`Save`,"settings.devices":`Devices`,"settings.name":`Name`,"settings.password":`Password`,"settings.text":`Text size`,"settings.theme":`Appearance`,"text.huge":`Largest`,"text.large":`Larger`,"text.normal":`Normal`,"theme.auto":`Automatic`,"theme.dark":`Dark`,"theme.light":`Light`},Uo={"avatar.change":`更换头像`,"avatar.own":`我的头像`,"devices.end":`将 {device} 退出登录`,"devices.intro":`您在以下设备上登录。请将不认识或不再使用的设备退出登录。`,"devices.seen":`上次使用：{time}`,"devices.this":`当前设备`,"devices.unnamed":`未命名设备`,logout:`退出登录`,"logout.anyway":`删除并退出登录`,"logout.unsent.one":`有 {count} 条消息或更改尚未发送，退出后将丢失。`,"logout.unsent.other":`有 {count} 条消息或更改尚未发送，退出后将丢失。`,"name.hint":`其他人看到的名字。`,"password.change":`修改密码`,"password.changed":`密码已修改。`,"password.current":`当前密码`,"password.others":`您的其他设备将退出登录。`,"password.wrong":`当前密码不正确。`,save:`保存`,"settings.devices":`设备`,"settings.name":`姓名`,"settings.password":`密码`,"settings.text":`文字大小`,"settings.theme":`外观`,"text.huge":`最大`,"text.large":`较大`,"text.normal":`标准`,"theme.auto":`跟随系统`,"theme.dark":`深色`,"theme.light":`浅色`};var Wo=/* @__PURE__ */ H({finish:()=>Jo,retryUntilDone:()=>Xo,untold:()=>Go});const Go=C(!1);let Ko=()=>{},qo=null;function Jo(e,t,n=()=>e.revoke(()=>Yo(t))){return qo??=n().catch(e=>{if(k(e).retry)throw e}).then(()=>{t.removeItem(Re),Go.value=!1}).finally(()=>{qo=null}),qo}function Yo(e){return e.getItem(Re)!==null}async function Xo(e,t){let n=new ee({random:y.random});for(;Go.value=Yo(t);)try{await Jo(e,t)}catch{await Zo(n.next())}}function Zo(e){return new Promise(t=>{let n=setTimeout(t,e);Ko(),Ko=()=>{clearTimeout(n),t(void 0)}})}window.addEventListener(`online`,()=>Ko()),document.addEventListener(`visibilitychange`,()=>Ko());var Qo=/* @__PURE__ */ H({LeavingNote:()=>$o});function $o(){return Go.value&&R`<p class="note" role="status">${l(`login.leaving`)}</p>`}const es=[`insecure`,`home-screen`,`unable`,`blocked`];function ts(){let e=eo.value,t=es.includes(e);return R`<${dr}
    label=${l(`settings.notify`)}
    hint=${l(`notices.${e}`)}
    on=${!t&&e!==`off`}
    disabled=${t}
    onChange=${async e=>e?fo():(await po(),!0)}
  />`}var ns=/* @__PURE__ */ H({SettingsPanel:()=>os});z({en:Ho,zh:Uo});const rs=i(()=>Promise.resolve().then(()=>Bo).then(e=>e.NamePage)),is=i(()=>Promise.resolve().then(()=>us).then(e=>e.PasswordPage)),as=i(()=>Promise.resolve().then(()=>Ro).then(e=>e.DevicesPage));function os({page:e}){switch(e){case`name`:return R`<${rs} />`;case`password`:return R`<${is} />`;case`devices`:return R`<${as} />`;default:return R`<${ss} />`}}function ss(){let e=M(),t=e.user.value;if(!t)return null;let n={auto:l(`theme.auto`),light:l(`theme.light`),dark:l(`theme.dark`)},i={normal:l(`text.normal`),large:l(`text.large`),huge:l(`text.huge`)};return R`<${K} title=${l(`settings.title`)} back=${j.home}>
    <div class="profile">
      <${cr}
        subject=${{id:t.id,name:t.name,avatar:t.avatar}}
        title=${l(`avatar.own`)}
        label=${l(`avatar.change`)}
        save=${async(t,n)=>e.update(await e.api.setAvatar(t,n))}
        remove=${async()=>{await e.api.removeAvatar(),e.update({...t,avatar:void 0})}}
      />
      <p class="profile-name"><bdi>${t.name}</bdi></p>
      <p class="profile-login">@${t.login}</p>
    </div>
    <ul class="rows">
      <${cs} icon="edit" path=${j.name} label=${l(`settings.name`)} />
      <${cs} icon="key" path=${j.password} label=${l(`settings.password`)} />
      <${cs} icon="device" path=${j.devices} label=${l(`settings.devices`)} />
      ${t.role!==`member`&&R`<${cs} icon="group" path=${j.admin} label=${l(`admin.title`)} />`}
      <li>
        <button type="button" class="row entry-row" onClick=${()=>{se.value=!0}}>
          <${r} name="help" /><span class="row-title">${l(`help.title`)}</span>
        </button>
      </li>
    </ul>
    <${ts} />
    <${W}
      legend=${l(`settings.language`)}
      options=${oe}
      value=${a.value}
      onChoose=${e=>Be(localStorage,e)}
    />
    <${W}
      legend=${l(`settings.theme`)}
      options=${n}
      value=${Se.value}
      onChoose=${e=>xe(localStorage,e)}
    />
    <${W}
      legend=${l(`settings.text`)}
      options=${i}
      value=${Xe.value}
      onChoose=${e=>qe(localStorage,e)}
    />
    <${ls} />
  <//>`}function cs({icon:e,path:t,label:n}){return R`<li>
    <a class="row entry-row" href=${t}><${r} name=${e} /><span class="row-title">${n}</span></a>
  </li>`}function ls(){let e=M(),{pending:t,session:n}=F(),[r,i]=V(!1),a=t.value&&n.outbox.entries().length,o=x(null);return D(()=>{r&&o.current?.scrollIntoView({block:`nearest`})},[r]),R`<div class="sign-out">
    ${r&&a>0&&R`<p class="alert" role="alert">${s(`logout.unsent`,a)}</p>`}
    <button type="button" class="button danger" ref=${o} onClick=${()=>{if(a>0&&!r)return i(!0);L(j.home,{replace:!0}),e.logout()}}>
      ${l(r&&a>0?`logout.anyway`:`logout`)}
    </button>
  </div>`}var us=/* @__PURE__ */ H({PasswordPage:()=>ds});function ds(){let{api:e,user:t}=M(),[n,r]=V(``),[i,a]=V(``),{busy:o,failure:s,wrong:c,attributes:u}=bt([`old`,`new`],async()=>{await e.changePassword(n,i),A(l(`password.changed`)),L(j.settings,{replace:!0})},e=>e.code===`credentials_wrong`?l(`password.wrong`):E(e));return R`<${K} title=${l(`settings.password`)} back=${j.settings}>
    <form class="form inset" ...${u}>
      ${s&&R`<p class="alert" role="alert">${s}</p>`}
      <input type="text" value=${t.value?.login} autocomplete="username" readonly hidden />
      <${Ge}
        label=${l(`password.current`)}
        error=${c(`old`)}
        value=${n}
        onInput=${r}
        autocomplete="current-password"
        autofocus
        required
      />
      <${Ge}
        label=${l(`link.password`)}
        hint=${l(`link.password-hint`)}
        error=${c(`new`)}
        value=${i}
        onInput=${a}
        autocomplete="new-password"
        required
      />
      <p class="note">${l(`password.others`)}</p>
      <button class="button primary" disabled=${o||!n||!i}>${l(`password.change`)}</button>
    </form>
  <//>`}const fs={"help.above":`Previous message`,"help.anywhere":`Anywhere`,"help.back":`Go back, or to the message field`,"help.below":`Next message`,"help.bold":`**bold**`,"help.code":"`code`","help.edit-last":`Edit your last message (in an empty field)`,"help.find":`Search this conversation`,"help.help":`Show this help`,"help.italic":`_italic_`,"help.line":`New line`,"help.list":`- one
- two`,"help.markup":`Formatting`,"help.mention":`Mention someone in a group`,"help.menu":`Open the message menu`,"help.message":`On a message`,"help.new":`New chat`,"help.next":`Next conversation`,"help.previous":`Previous conversation`,"help.quote":`> quote`,"help.search":`Search everything`,"help.send":`Send`,"help.struck":`~~struck~~`,"help.touch":`Touch`,"help.touch-chat":`Hold a chat in the list`,"help.touch-chat-does":`Pin, mute, details`,"help.touch-hold":`Hold a message`,"help.touch-hold-does":`React, reply, select its text, and more`,"help.touch-quote":`Tap a quote or the pinned message`,"help.touch-quote-does":`Go to that message`,"help.touch-title":`Tap the name at the top`,"help.touch-title-does":`Members and settings`,"help.writing":`While writing`},ps={"help.above":`上一条消息`,"help.anywhere":`任意位置`,"help.back":`返回，或回到输入框`,"help.below":`下一条消息`,"help.bold":`**粗体**`,"help.code":"`代码`","help.edit-last":`编辑上一条消息（输入框为空时）`,"help.find":`搜索此会话`,"help.help":`显示此帮助`,"help.italic":`_斜体_`,"help.line":`换行`,"help.list":`- 第一项
- 第二项`,"help.markup":`文本格式`,"help.mention":`在群组中提及某人`,"help.menu":`打开操作菜单`,"help.message":`选中消息时`,"help.new":`新聊天`,"help.next":`下一个会话`,"help.previous":`上一个会话`,"help.quote":`> 引用`,"help.search":`全局搜索`,"help.send":`发送`,"help.struck":`~~删除线~~`,"help.touch":`触屏操作`,"help.touch-chat":`长按列表中的会话`,"help.touch-chat-does":`置顶、免打扰、详情`,"help.touch-hold":`长按消息`,"help.touch-hold-does":`回应、回复、选择文字等`,"help.touch-quote":`轻点引用或置顶消息`,"help.touch-quote-does":`跳转到原消息`,"help.touch-title":`轻点顶部的名称`,"help.touch-title-does":`查看成员和设置`,"help.writing":`输入时`};var ms=/* @__PURE__ */ H({HelpSheet:()=>bs});z({en:fs,zh:ps});const hs=/Mac|iPhone|iPad/.test(navigator.userAgent)?`⌘`:`Ctrl`,gs=hs===`⌘`?`⌥`:`Alt`,_s=[[`help.anywhere`,[[`help.search`,[hs,`K`]],[`help.find`,[hs,`F`]],[`help.previous`,[gs,`↑`]],[`help.next`,[gs,`↓`]],[`help.new`,[gs,`N`]],[`help.back`,[`Esc`]],[`help.help`,[hs,`/`]]]],[`help.writing`,[[`help.send`,[`Enter`]],[`help.line`,[`Shift`,`Enter`]],[`help.edit-last`,[`↑`]],[`help.mention`,[`@`]]]],[`help.message`,[[`help.above`,[`↑`]],[`help.below`,[`↓`]],[`help.menu`,[`Enter`]],[`message.reply`,[`R`]],[`message.edit`,[`E`]],[`message.react`,[`+`]],[`message.copy`,[`C`]]]]],vs=[[`help.touch-hold`,`help.touch-hold-does`],[`help.touch-quote`,`help.touch-quote-does`],[`help.touch-title`,`help.touch-title-does`],[`help.touch-chat`,`help.touch-chat-does`]],ys=[`help.bold`,`help.italic`,`help.struck`,`help.code`,`help.quote`,`help.list`];function bs({onClose:e}){return R`<div class="help">
    <header class="help-head">
      <h1>${l(`help.title`)}</h1>
      <button type="button" class="icon-button" aria-label=${l(`close`)} title=${l(`close`)} onClick=${e}>
        <${r} name="close" />
      </button>
    </header>
    <div class="help-parts">
      <section class="help-touch">
        <h2>${l(`help.touch`)}</h2>
        <dl class="help-pairs">
          ${vs.map(([e,t])=>R`<div key=${e}><dt>${l(e)}</dt><dd>${l(t)}</dd></div>`)}
        </dl>
      </section>
      ${_s.map(([e,t])=>R`<section key=${e} class="help-keys">
        <h2>${l(e)}</h2>
        <dl>
          ${t.map(([e,t])=>R`<div key=${e}>
            <dt>${l(e)}</dt>
            <dd>${t.map(e=>R`<kbd>${e}</kbd>`)}</dd>
          </div>`)}
        </dl>
      </section>`)}
      <section>
        <h2>${l(`help.markup`)}</h2>
        <dl class="help-markup">
          ${ys.map(e=>R`<div key=${e}><dt><code>${l(e)}</code></dt><dd><${v} text=${l(e)} mentions=${[]} me="" /></dd></div>`)}
        </dl>
      </section>
    </div>
  </div>`}var xs=/* @__PURE__ */ H({startShortcuts:()=>Ss});function Ss(e,t){e.addEventListener(`keydown`,e=>{let n=t();!n||e.isComposing||e.defaultPrevented||Cs(e,n)&&e.preventDefault()})}function Cs(e,t){let{key:n,altKey:r,shiftKey:i}=e,a=e.ctrlKey||e.metaKey;if(document.querySelector(`dialog[open]`)!==null)return!1;let o=e.target.matches?.(`input, textarea, select`)??!1;return a&&n.toLowerCase()===`k`?Es():a&&n.toLowerCase()===`f`&&ws()&&!i?(Qe.value=!0,!0):a&&n===`/`?Ts():r&&(n===`ArrowUp`||n===`ArrowDown`)?Ds(t,n===`ArrowUp`?-1:1):r&&n.toLowerCase()===`n`?(L(j.new),!0):!a&&!r&&!o&&n===`?`?Ts():!a&&!r&&n===`Escape`&&Os()}function ws(){return Ie.value.name===`conversation`}function Ts(){return se.value=!0,!0}function Es(){let e=()=>document.querySelector(`[data-search]`);return e()||(L(j.home),setTimeout(()=>e()?.focus())),e()?.focus(),!0}function Ds(e,t){let n=e.conversations.value,r=Ie.value;if(n.length===0)return!1;let i=n[((`id`in r?n.findIndex(({id:e})=>e===r.id):t===1?-1:0)+t+n.length)%n.length];return i&&L(j.conversation(i.id)),!0}function Os(){if(mt())return!0;if(m())return!document.activeElement?.matches(`[type=search]:not(:placeholder-shown)`)&&(f(!1),!0);let e=Ie.value;if(e.name===`people`)ht(j.conversation(e.id));else if(e.name===`settings`&&e.page!==`menu`)ht(j.settings);else if(e.name===`conversation`){let e=document.querySelector(`.composer textarea`);if(e&&document.activeElement!==e)e.focus();else if(de.value&&le.value)f(!1);else return!1}else if(e.name!==`home`)ht(j.home);else return!1;return!0}var ks=/* @__PURE__ */ H({applyUpdate:()=>js,startUpdates:()=>As});async function As({serviceWorker:e}){if(!e)return;e.addEventListener(`message`,({data:e})=>{typeof e?.path==`string`&&L(e.path)});let t=await e.register(`sw.js`).catch(()=>null);if(!t)return;let n=()=>{t.waiting&&e.controller&&(_e.value=t.waiting)};n(),t.addEventListener(`updatefound`,()=>t.installing?.addEventListener(`statechange`,n)),setInterval(()=>t.update().catch(()=>{}),36e5)}function js(e){let t=_e.value;t&&(e(),navigator.serviceWorker.addEventListener(`controllerchange`,()=>window.location.reload(),{once:!0}),t.postMessage(`take over`))}const Ms={"error.banned":`This person is banned from the group. Lift the ban first.`,"error.blocked":`One of you has blocked the other.`,"error.emoji_invalid":`This can’t be used as a reaction.`,"error.last_owner":`Make someone else an owner first.`,"error.login_confusable":`This looks too much like an existing login. Choose one that can’t be mistaken for another.`,"error.login_invalid":`Use 1 to 64 letters, digits, dots, hyphens, underscores or @, without spaces and with at least one letter or digit.`,"error.login_mixed":`Use letters from one alphabet only: those of several can look alike.`,"error.login_reserved":`This word mentions everyone, or is an ID. Choose another login.`,"error.login_taken":`This login is taken. Choose another one.`,"error.name_invalid":`Use 1 to 100 visible characters on one line, without too many accents on one letter.`,"error.not_found":`This no longer exists.`,"error.not_member":`You’re no longer in this conversation.`,"error.server_name_invalid":`Use 1 to 64 visible characters.`,"error.storage_full":`The server’s disk is full. Your message will be sent once there is space again.`,"error.text_invalid":`This text is too long, or has nothing visible in it.`,"error.title_invalid":`Use 1 to 100 visible characters on one line, without too many accents on one letter.`,"error.token_reused":`You were signed out: someone else may have used this device’s sign-in. Sign in again, and if it wasn’t you, change your password.`,"error.too_late":`It is too late to recall this message. Ask an admin of the group.`,"error.too_many":`A group can’t have that many members.`,"error.unknown_conversation":`This conversation no longer exists.`,"error.unknown_file":`A file of this message is no longer available. Choose it again.`,"error.unknown_message":`This message no longer exists.`,"error.mention_left":`Someone you mention is no longer in this group.`,"error.unknown_user":`This person’s account no longer exists.`},Ns={"error.banned":`此人已被永久移除，请先解除。`,"error.blocked":`你们其中一方已屏蔽对方。`,"error.emoji_invalid":`不能用作回应。`,"error.last_owner":`请先将群主身份交给其他人。`,"error.login_confusable":`该账号名与他人的账号名看起来太像，请换一个不会混淆的。`,"error.login_invalid":`请使用 1 到 64 个字母、汉字、数字、点、连字符、下划线或 @，不能有空格，且至少含一个字母、汉字或数字。`,"error.login_mixed":`请勿混用不同文字的字母：它们可能看起来一样。中文可以与英文字母同用。`,"error.login_reserved":`这个词用于提及所有人，或是系统编号，请换一个账号名。`,"error.login_taken":`该账号名已被使用，请换一个。`,"error.name_invalid":`请输入 1 到 100 个可见字符，不能换行，一个字母上也不能叠加过多符号。`,"error.not_found":`该内容已不存在。`,"error.not_member":`您已不在该会话中。`,"error.server_name_invalid":`请输入 1 到 64 个可见字符。`,"error.storage_full":`服务器磁盘已满。您的消息会等待，有空间后自动发送。`,"error.text_invalid":`消息没有可见内容，或过长。`,"error.title_invalid":`请输入 1 到 100 个可见字符，不能换行，一个字母上也不能叠加过多符号。`,"error.token_reused":`您已退出登录：此设备的登录凭证可能已被他人使用。请重新登录；如果不是您本人操作，请修改密码。`,"error.too_late":`已超过可撤回的时间，请联系群管理员。`,"error.too_many":`超出了群组的人数上限。`,"error.unknown_conversation":`该会话已不存在。`,"error.unknown_file":`消息中的文件已不存在，请重新选择。`,"error.unknown_message":`该消息已不存在。`,"error.mention_left":`您提及的人已不在此群组中。`,"error.unknown_user":`该用户的账号已不存在。`};var Ps=/* @__PURE__ */ H({});z({en:Ms,zh:Ns});var Fs=/* @__PURE__ */ H({LinkScreen:()=>Ls});const Is=[`server`,`login`,`name`,`password`];function Ls({code:e}){let t=M(),[n,r]=V(null),[i,a]=V(null);return D(()=>{t.link(e).then(e=>{e.kind!==`setup`&&(be.value=e.server),r(e)},e=>a(k(e)))},[e]),i?R`<${Rs} error=${i} />`:n?R`<${zs} code=${e} link=${n} />`:R`<${ke} title=${l(`link.checking`)} />`}function Rs({error:e}){return R`<${ke} title=${l(`link.invalid`)} intro=${E(e)}>
    <a class="button primary" href=${j.home}>${l(`link.to-login`)}</a>
  <//>`}function zs({code:e,link:t}){let n=M(),r=t.kind!==`password`,i=t.kind===`setup`,[a,o]=V(t.server),[s,c]=V(``),[u,d]=V(``),[f,p]=V(``),{busy:m,failure:h,wrong:g,attributes:_}=bt(Is,async()=>{let t={login:s.trim(),...u.trim()&&{name:u.trim()},password:f},o=i&&a.trim()&&{server:a.trim()};await n.redeem(e,r?{...t,...o}:{password:f}),L(j.home,{replace:!0})}),v={server:tt(),login:t.login??``};return R`<${ke} title=${l(`link.${t.kind}.title`,v)} intro=${l(`link.${t.kind}.intro`,v)}>
    <form class="form" ...${_}>
      ${h&&R`<p class="alert" role="alert">${h}</p>`}
      ${i&&R`<${P}
          label=${l(`link.server`)}
          hint=${l(`link.server-hint`)}
          error=${g(`server`)}
          value=${a}
          onInput=${o}
          autocomplete="organization"
          maxlength=${64}
          autofocus
        />`}
      ${r?R`<${P}
              label=${l(`link.login`)}
              hint=${l(`link.login-hint`)}
              error=${g(`login`)}
              value=${s}
              onInput=${c}
              autocomplete="username"
              maxlength=${64}
              autofocus=${!i}
              required
            />
            <${P}
              label=${l(`link.name`)}
              hint=${l(`link.name-hint`)}
              error=${g(`name`)}
              value=${u}
              onInput=${d}
              autocomplete="name"
              maxlength=${100}
            />`:R`<input type="text" value=${t.login} autocomplete="username" readonly hidden />`}
      <${Ge}
        label=${l(`link.password`)}
        hint=${l(`link.password-hint`)}
        error=${g(`password`)}
        value=${f}
        onInput=${p}
        autocomplete="new-password"
        autofocus=${!r}
        required
      />
      <button class="button primary" disabled=${m}>${l(m?`link.busy`:`link.${t.kind}.submit`)}</button>
    </form>
  <//>`}var Bs=/* @__PURE__ */ H({ReuseNote:()=>Vs});z({en:Ho,zh:Uo});function Vs({reuse:{device:e,at:t}}){let n=M();return R`<div class="update-place" role="alert">
    <div class="update-note wide">
      <span>${l(`reuse.ended`,{device:e||l(`devices.unnamed`),time:u(t)})}<br />${l(`reuse.advice`)}</span>
      <a class="link-button" href=${j.password} onClick=${()=>n.takeNote()}>${l(`password.change`)}</a>
      <button type="button" class="link-button" onClick=${()=>n.takeNote()}>${l(`close`)}</button>
    </div>
  </div>`}const Hs={"unowned.hint":`This server has no owner yet. Its console prints the owner’s link:`,"unowned.in-checkout":`where it was started by ./scripts/serve`,"unowned.intro":`It is running and waiting for its owner.`,"unowned.link":`The owner’s link, or the code at its end`,"unowned.new-link":`No console, or a link older than a week? This prints a new one:`,"unowned.on-node":`on a node that the playbook installed`,"unowned.open":`Set up the server`,"unowned.others":`Did someone else install it? Ask them to set it up and then invite you.`,"unowned.refused":`This isn’t an owner’s link. Copy the whole line that begins with http.`,"unowned.title":`This server is new`,"unowned.where":`It is shown in the console where the server was started, and works once.`},Us={"unowned.hint":`这台服务器还没有所有者。在控制台运行以下命令可获得所有者链接：`,"unowned.in-checkout":`用 ./scripts/serve 启动的服务器`,"unowned.intro":`服务器已在运行，正等待所有者完成设置。`,"unowned.link":`所有者链接，或链接末尾的代码`,"unowned.new-link":`找不到控制台，或链接已超过一周？用下面的命令生成新链接：`,"unowned.on-node":`用 playbook 安装的节点`,"unowned.open":`设置服务器`,"unowned.others":`服务器是别人安装的？请对方先完成设置，再邀请您加入。`,"unowned.refused":`这不是有效的设置链接。请复制以 http 开头的整行内容。`,"unowned.title":`这是一台新服务器`,"unowned.where":`链接显示在启动服务器的控制台中，只能使用一次。`};var Ws=/* @__PURE__ */ H({OwnerHint:()=>qs,Unowned:()=>Ks,codeIn:()=>Js});z({en:Hs,zh:Us});const Gs=[[`unowned.on-node`,`sudo imctl setup-link`],[`unowned.in-checkout`,`.venv/bin/imctl setup-link`]];function Ks(){let e=M(),[t,n]=V(``),[r,i]=V(!1);D(()=>{let t=()=>e.look();return window.addEventListener(`focus`,t),()=>window.removeEventListener(`focus`,t)},[e]);let a=async()=>{let n=Js(t);i(!n),n&&(await e.look(),e.unowned.value&&L(j.link(n)))};return R`<${ke} title=${l(`unowned.title`)} intro=${l(`unowned.intro`)}>
    <form
      class="form"
      noValidate
      onSubmit=${e=>{e.preventDefault(),a()}}
    >
      <${P}
        label=${l(`unowned.link`)}
        hint=${l(`unowned.where`)}
        error=${r?l(`unowned.refused`):void 0}
        value=${t}
        onInput=${n}
        autocomplete="off"
      />
      <button class="button primary">${l(`unowned.open`)}</button>
    </form>
    <div class="unowned-guide">
      <p>${l(`unowned.new-link`)}</p>
      <dl>
        ${Gs.map(([e,t])=>R`<div key=${e}>
            <dt>${l(e)}</dt>
            <dd><code>${t}</code></dd>
          </div>`)}
      </dl>
      <p>${l(`unowned.others`)}</p>
    </div>
  <//>`}function qs(){return R`${l(`unowned.hint`)} <code>sudo imctl setup-link</code>`}function Js(e){return/(?:\/link\/|^)([\w-]{16,})$/.exec(e.replace(/\s/g,``))?.[1]??``}var Ys=/* @__PURE__ */ H({startArrows:()=>Zs});function Xs(e,{at:t,count:n,columns:r}){if(n===0)return null;let i=n-1;if(t===-1)return e===`ArrowDown`?0:e===`ArrowUp`?i:null;switch(e){case`ArrowDown`:return t+r<=i?t+r:t===i?null:i;case`ArrowUp`:return Math.max(-1,t-r);case`ArrowLeft`:return r>1?Math.max(0,t-1):null;case`ArrowRight`:return r>1?Math.min(i,t+1):null;case`Home`:return 0;case`End`:return i;default:return null}}function Zs(e){let t=()=>{};e.addEventListener(`input`,()=>t()),e.addEventListener(`keydown`,e=>{t();let n=e.target,r=n.closest?.(`[data-arrows]`);if(!r||e.isComposing||e.defaultPrevented||e.ctrlKey||e.metaKey||e.altKey)return;let i=r.querySelector(`input`),a=n===i,o=Qs(r),s=o.indexOf(n);if(!a&&s===-1)return;let c=Xs(e.key,{at:s,count:o.length,columns:$s(o)});if(c!==null)(c===-1?i:o[c])?.focus();else if(a&&e.key===`Enter`&&i.value)t=ec(r);else{!a&&(e.key===`Backspace`||e.key.length===1&&e.key!==` `)&&i?.focus();return}e.preventDefault()})}function Qs(e){return[...e.querySelectorAll(`[data-choices] :is(a, button):not(:disabled)`)]}function $s(e){let t=e[0]?.offsetTop,n=e.findIndex(({offsetTop:e})=>e!==t);return e[0]?.closest(`[data-choices=grid]`)?n===-1?e.length:n:1}function ec(e){let t=new MutationObserver(n);function n(){let[n]=Qs(e);(n?n.closest(`[aria-busy=true]`):e.querySelector(`[aria-busy=true], .lazy`))||(t.disconnect(),n?.click())}return t.observe(e,{subtree:!0,childList:!0,attributes:!0,attributeFilter:[`aria-busy`]}),n(),()=>t.disconnect()}var tc=/* @__PURE__ */ H({startPresses:()=>nc});function nc(e){let t=null,n=!1,r=()=>{t&&clearTimeout(t.timer),t=null};e.addEventListener(`pointerdown`,({target:e,pointerType:i,isPrimary:a,clientX:o,clientY:s})=>{r(),n=!1,i===`touch`&&a&&(t={timer:setTimeout(()=>{let t=new MouseEvent(`contextmenu`,{bubbles:!0,cancelable:!0,clientX:o,clientY:s});n=!e.dispatchEvent(t),r()},450),x:o,y:s})},!0),e.addEventListener(`pointermove`,({clientX:e,clientY:n})=>{t&&Math.hypot(e-t.x,n-t.y)>8&&r()},!0);for(let t of[`pointerup`,`pointercancel`,`scroll`])e.addEventListener(t,r,!0);e.addEventListener(`contextmenu`,e=>{e.isTrusted&&n&&(e.preventDefault(),e.stopPropagation())},!0),e.addEventListener(`contextmenu`,e=>{e.isTrusted&&t&&(n=e.defaultPrevented),r()}),e.addEventListener(`touchend`,e=>n&&e.cancelable&&e.preventDefault(),{passive:!1})}export{jr as A,_t as B,ti as C,Lr as D,zr as E,Kn as F,ut as H,Kt as I,Mt as L,Er as M,yr as N,Fr as O,nr as P,St as R,ci as S,Hr as T,it as U,vt as V,Oa as _,Fs as a,Ei as b,xs as c,Qo as d,Wo as f,Ma as g,vo as h,Bs as i,kr as j,Nr as k,ms as l,Oo as m,Ys as n,Ps as o,No as p,Ws as r,ks as s,tc as t,ns as u,Sa as v,Kr as w,bi as x,ma as y,bt as z};
