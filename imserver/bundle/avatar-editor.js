/* Made by scripts/bundle from imserver/web/, where the sources and licences are. */
import{B as e,Et as t,Lt as n,Ot as r,Pt as i,Tt as a,Xt as o,Yt as s,_ as c,_t as l,t as u,v as d,vt as f,wt as p,y as m,z as h,zt as g}from"./main.js";const _={"avatar.choose":`Choose a picture`,"avatar.choose-another":`Choose another`,"avatar.crop":`Picture. Arrow keys move it; plus and minus zoom.`,"avatar.drop":`Or drop a picture here.`,"avatar.how-mouse":`Drag to move the picture, scroll to zoom.`,"avatar.how-touch":`Drag with one finger to move the picture, pinch to zoom.`,"avatar.no-preview":`This browser can’t show the picture. It is uploaded as it is, and the server uses the middle of it.`,"avatar.place":`Middle at {x} from the left and {y} from the top, zoom {zoom}`,"avatar.remove":`Remove picture`,"avatar.removed":`The picture was removed.`,"avatar.save":`Save`,"avatar.saved":`The picture was saved.`,"avatar.saving":`Uploading the picture`,"avatar.why.internal":`The picture couldn’t be saved. Try again, or choose another one.`,"avatar.why.picture_heic":`HEIC pictures aren’t supported. Export the picture as a JPEG, and choose that.`,"avatar.why.picture_invalid":`The server can’t read this picture. Choose a JPEG, PNG, WebP, GIF or AVIF of up to 40 megapixels.`,"avatar.why.storage_full":`The server’s disk has no room for pictures. Try again later, or tell an administrator.`,"avatar.why.too_large":`The file is larger than 10 MB. Choose a smaller one, or another format.`,"avatar.zoom":`Zoom`},v={"avatar.choose":`选择图片`,"avatar.choose-another":`另选一张`,"avatar.crop":`图片。方向键移动，加减键缩放。`,"avatar.drop":`也可将图片拖放到这里。`,"avatar.how-mouse":`拖动图片以移动，滚动滚轮以缩放。`,"avatar.how-touch":`单指移动图片，双指缩放。`,"avatar.no-preview":`此浏览器无法显示该图片。图片将原样上传，由服务器截取中间部分。`,"avatar.place":`中心距左 {x}、距上 {y}，缩放 {zoom}`,"avatar.remove":`移除头像`,"avatar.removed":`头像已移除。`,"avatar.save":`保存`,"avatar.saved":`头像已保存。`,"avatar.saving":`正在上传头像`,"avatar.why.internal":`头像未能保存。请重试，或另选一张。`,"avatar.why.picture_heic":`此处无法使用 HEIC 图片。请先将其另存或导出为 JPEG，再选择。`,"avatar.why.picture_invalid":`服务器无法读取此图片。请选择 JPEG、PNG、WebP、GIF 或 AVIF 图片，不超过 4000 万像素。`,"avatar.why.storage_full":`服务器磁盘空间不足，无法存放头像。请稍后再试，或联系管理员。`,"avatar.why.too_large":`文件超过 10 MB。请选择较小的图片，或换一种格式。`,"avatar.zoom":`缩放`},y={x:.5,y:.5};function b({width:e,height:t}){let n=Math.min(e,t);return{width:e,height:t,side:n,x:(e-n)/2,y:(t-n)/2}}function x({width:e,height:t,side:n}){return Math.min(e,t)/n}function S({width:e,height:t}){return Math.max(1,Math.min(8,Math.min(e,t)/64))}function C(e,t,n=y){let r=Math.min(e.width,e.height)/Math.min(S(e),Math.max(1,t));return O({...e,side:r,x:e.x+n.x*(e.side-r),y:e.y+n.y*(e.side-r)})}function w(e,t,n){return O({...e,x:e.x-t*e.side,y:e.y-n*e.side})}function T({width:e,height:t,x:n,y:r,side:i}){return{x:Math.round((n+i/2)/e*100),y:Math.round((r+i/2)/t*100)}}async function E(e,{x:t,y:n,side:r}){let i=Math.max(1,Math.min(512,Math.round(r))),a=Object.assign(document.createElement(`canvas`),{width:i,height:i}),o=a.getContext(`2d`);o.imageSmoothingQuality=`high`,o.drawImage(e,t,n,r,r,0,0,i,i);let s=D(o.getImageData(0,0,i,i).data)?`image/webp`:`image/jpeg`;return new Promise((e,t)=>{a.toBlob(n=>n?e(n):t(/* @__PURE__ */ Error(`The picture can't be drawn.`)),s,.9)})}function D(e){for(let t=3;t<e.length;t+=4)if(e[t]<255)return!0;return!1}function O(e){let{width:t,height:n,x:r,y:i,side:a}=e;return{...e,x:Math.min(t-a,Math.max(0,r)),y:Math.min(n-a,Math.max(0,i))}}const k=[/^\xFF\xD8\xFF/,/^\x89PNG\r\n\x1A\n/,/^GIF8[79]a/,/^RIFF[^]{4}WEBP/],A=/^(hei[cxms]|hev[cxms]|mif1|msf1)$/;async function j(e){let t=await e.slice(0,64).arrayBuffer().catch(()=>/* @__PURE__ */ new ArrayBuffer(0)),n=String.fromCharCode(...new Uint8Array(t));if(k.some(e=>e.test(n)))return`picture`;let r=M(n);return r.some(e=>e===`avif`||e===`avis`)?`picture`:r.some(e=>A.test(e))?`heic`:`other`}function M(e){if(e.slice(4,8)!==`ftyp`)return[];let t=[...e.slice(0,4)].reduce((e,t)=>e*256+t.charCodeAt(0),0);return[e.slice(8,12),...e.slice(16,t).match(/[^]{4}/g)??[]]}const N=.05,P=1.1,F=.1,I={ArrowLeft:[N,0],ArrowRight:[-.05,0],ArrowUp:[0,N],ArrowDown:[0,-.05]};function L({picture:e,kind:r,cut:i,onCut:a}){let o=n(/* @__PURE__ */ new Map),s=n(i);s.current=i;let[c,l]=g(``),u=e=>{s.current=e,a(e)},{width:d,height:p,x:m,y:h,side:_}=i,v=S(i),y=e=>{if(e.button!==0)return;let t=e.currentTarget;t.setPointerCapture(e.pointerId),o.current.set(e.pointerId,V(e,t))},b=e=>{let t=[...o.current.values()];e.buttons===0&&w(e),o.current.has(e.pointerId)&&(o.current.set(e.pointerId,V(e,e.currentTarget)),u(H(s.current,t.slice(0,2),[...o.current.values()].slice(0,2))))},w=e=>o.current.delete(e.pointerId);return f`<div
      class=${`avatar-stage ${r}`}
      role="application"
      tabindex="0"
      aria-label=${t(`avatar.crop`)}
      aria-describedby="avatar-place"
      onPointerDown=${y}
      onPointerMove=${b}
      onPointerUp=${w}
      onPointerCancel=${w}
      onLostPointerCapture=${w}
      onWheel=${e=>{e.preventDefault();let t=x(s.current)*1.002**-e.deltaY;u(C(s.current,t,V(e,e.currentTarget)))}}
      onKeyDown=${e=>{let t=W(s.current,e.key);!t||e.ctrlKey||e.metaKey||e.altKey||(e.preventDefault(),u(t),l(B(t)))}}
    >
      <img
        src=${e.src}
        alt=""
        draggable=${!1}
        style=${{width:R(d/_),height:R(p/_),left:R(-m/_),top:R(-h/_)}}
      />
    </div>
    <p hidden id="avatar-place">${B(i)}</p>
    <p class="hidden-text" role="status">${c}</p>
    <label class="avatar-zoom">
      <span>${t(`avatar.zoom`)}</span>
      <input
        type="range"
        min="1"
        max=${v}
        step="0.01"
        disabled=${v===1}
        value=${x(i)}
        aria-valuetext=${z(x(i))}
        onKeyDown=${e=>{let t=G(s.current,e.key);!t||e.ctrlKey||e.metaKey||e.altKey||(e.preventDefault(),u(t))}}
        onInput=${e=>u(C(s.current,Number(e.target.value)))}
      />
    </label>`}function R(e){return`${e*100}%`}function z(e){return new Intl.NumberFormat(a(),{style:`percent`}).format(e)}function B(e){let{x:n,y:r}=T(e);return t(`avatar.place`,{x:z(n/100),y:z(r/100),zoom:z(x(e))})}function V({clientX:e,clientY:t},n){let{left:r,top:i,width:a}=n.getBoundingClientRect();return{x:(e-r)/a,y:(t-i)/a}}function H(e,t,n){let[r,i]=[U(t),U(n)],a=w(e,i.x-r.x,i.y-r.y);return r.apart>0?C(a,x(a)*(i.apart/r.apart),i):a}function U([e={x:0,y:0},t=e]){return{x:(e.x+t.x)/2,y:(e.y+t.y)/2,apart:Math.hypot(e.x-t.x,e.y-t.y)}}function W(e,t){let n=I[t];return n?w(e,...n):t===`+`||t===`=`?C(e,x(e)*P):t===`-`?C(e,x(e)/P):null}function G(e,t){let n={ArrowUp:F,ArrowRight:F,ArrowDown:-.1,ArrowLeft:-.1}[t];return n?C(e,x(e)+n):null}p({en:_,zh:v});function K({subject:r,title:a,first:p,save:_,remove:v,onClose:y}){let[x,S]=g(null),[C,w]=g(p!==null),[T,D]=g(null),[O,k]=g(null),[A,M]=g(null),[N]=g(()=>new AbortController),P=n(null),F=n(0),I=n(null),{busy:R,run:z}=u(async e=>{M(null);try{await e(),y()}catch(e){M(o(e))}k(null)}),B=async e=>{if(!e||R)return;let t=F.current+=1,n=m();w(!0);let r=await q(e),i=r?null:J(e,await j(e));if(t!==F.current||N.signal.aborted)return void(r&&URL.revokeObjectURL(r.src));w(!1),queueMicrotask(n),M(i&&new s(i,``)),i||(D(r&&b({width:r.naturalWidth,height:r.naturalHeight})),S({file:e,picture:r}))};i(()=>(B(p),()=>N.abort()),[]),i(()=>{x?.picture&&c(I.current?.querySelector(`.avatar-stage`)??null)},[x]),i(()=>()=>{x?.picture&&URL.revokeObjectURL(x.picture.src)},[x]);let V=e=>r.kind!==`group`&&l(t(e)),H=async()=>{x&&(k(0),await _(x.picture&&T?await E(x.picture,T):x.file,{progress:k,signal:N.signal}),V(`avatar.saved`))},U=async()=>{await v(),V(`avatar.removed`)};return f`<div class=${x?.picture?`avatar-editor cutting`:`avatar-editor`} ref=${I} aria-busy=${C} onDrop=${e=>B(e.dataTransfer?.files[0])}>
    <header>
      <h2>${a}</h2>
      <button type="button" class="icon-button" aria-label=${t(`close`)} title=${t(`close`)} onClick=${y}><${e} name="close" /></button>
    </header>
    ${x?.picture&&T?f`<${L} picture=${x.picture} kind=${r.kind??`direct`} cut=${T} onCut=${D} />
          <p class="note">${t(d()?`avatar.how-mouse`:`avatar.how-touch`)}</p>`:x?f`<p class="avatar-file"><${e} name="file" /><bdi>${x.file.name}</bdi></p>
          <p class="note">${t(`avatar.no-preview`)}</p>`:f`<div class="avatar-present"><${h} ...${r} size="large" /></div>
          ${d()&&f`<p class="note">${t(`avatar.drop`)}</p>`}`}
    ${A&&f`<p class="alert" role="alert">${Y(A)}</p>`}
    ${O!==null&&f`<progress value=${O} max="1" aria-label=${t(`avatar.saving`)}></progress>`}
    <input type="file" hidden accept="image/*,.heic,.heif,.avif" ref=${P} onChange=${e=>{let t=e.target;B(t.files?.[0]),t.value=``}} />
    <div class="avatar-buttons">
      ${x&&f`<button type="button" class="button primary" disabled=${R} onClick=${()=>z(H)}>${t(`avatar.save`)}</button>`}
      <button type="button" class=${x?`button quiet`:`button primary`} disabled=${R||C} onClick=${()=>P.current?.click()}>
        ${t(x?`avatar.choose-another`:`avatar.choose`)}
      </button>
      ${!x&&r.avatar&&f`<button type="button" class="button danger" disabled=${R} onClick=${()=>z(U)}>${t(`avatar.remove`)}</button>`}
    </div>
  </div>`}async function q(e){let t=new Image;return t.src=URL.createObjectURL(e),await t.decode().then(()=>t.naturalWidth>0&&t.naturalHeight>0,()=>!1)?t:(URL.revokeObjectURL(t.src),null)}function J({size:e},t){return t===`heic`?`picture_heic`:t===`other`?`picture_invalid`:e>0xa00000?`too_large`:null}function Y(e){let n=`avatar.why.${e.code}`;return n in _?t(n):r(e)}export{K as AvatarEditor,J as pictureObstacle};
