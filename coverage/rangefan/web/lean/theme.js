/*ca2230248f06d390*/
rangefan.part(e=>{"use strict";const t=document.querySelector(".rf-theme"),a=t?.querySelector("select");if(!a)return;const r=document.documentElement,d=e=>{a.value=["light","dark"].includes(e)?e:"",a.value?r.dataset.theme=a.value:delete r.dataset.theme};e.address.part("theme",{read:d,write:()=>a.value}),a.addEventListener("change",()=>{d(a.value),e.address.changed()})});
