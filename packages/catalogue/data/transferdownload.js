// Made of the JSON file beside it, and of the overlay, by tools/catalogue-modules.mjs.
export default [
{"method":"GET","path":"/v3/transferdownload/elecvoucherfile","title":"下载电子回单API","tags":["资金应用∙转账","运营工具∙用工卡"],"roles":["服务商","普通商户"],"updated":"2023-12-04","doc":["merchant/4012716436","merchant/4012716455"],"download":true,"produces":["application/pdf"],"query":[{"name":"token","type":"string","required":true},{"name":"source","type":"string","required":true}],"response":{"200":null}},
{"method":"GET","path":"/v3/transferdownload/signfile","title":"下载电子回单API","tags":["资金应用∙转账","运营工具∙用工卡"],"roles":["服务商","普通商户"],"updated":"2023-12-04","doc":["merchant/4012269010","partner/4012158314","partner/4012163403","partner/4012163705"],"download":true,"produces":["application/pdf"],"query":[{"name":"token","type":"string","required":true}],"response":{"200":null}}
]
