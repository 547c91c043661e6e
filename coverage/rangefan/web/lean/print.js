/*45520c79638b1c06*/
(()=>{"use strict";const e=e=>{document.documentElement.classList.toggle("rf-printing",e),dispatchEvent(new Event("rf:relay"))};addEventListener("beforeprint",()=>e(!0)),addEventListener("afterprint",()=>e(!1))})();
