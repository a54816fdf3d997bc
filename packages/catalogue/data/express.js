// Made of the JSON file beside it, and of the overlay, by tools/catalogue-modules.mjs.
export default [
{"method":"POST","path":"/v3/express/users/{openid}/transform","title":"用户openid转换API","tags":["微信寄快递"],"roles":["服务商"],"updated":"2021-10-26","contentType":"application/json","doc":[],"docOld":["wiki/doc/apiv3_partner/Offline/apis/chapter4_9_1.shtml"],"params":[{"name":"openid","type":"string","required":true,"term":"用户openid"}],"json":{"type":"object","fields":{"appid":{"type":"string","required":true,"term":"目标应用的appid"}}},"response":{"200":{"type":"object","fields":{"openid":{"type":"string","required":true,"term":"转换后的openid"}}}}}
]
