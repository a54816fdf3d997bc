// Made of the JSON file beside it, and of the overlay, by tools/catalogue-modules.mjs.
export default [
{"method":"POST","path":"/v3/industry-coupon/tokens","title":"出行券切卡组件预下单API","tags":["营销工具∙代扣切卡"],"roles":["直连商户"],"updated":"2022-07-04","contentType":"application/json","doc":["merchant/4012553563","partner/4012715654"],"json":{"type":"object","fields":{"open_id":{"type":"string","required":true,"term":"用户标识"},"coupon_list":{"type":"array","required":true,"term":"出行券列表","items":{"type":"object","fields":{"stock_id":{"type":"integer","required":true,"term":"批次号"},"coupon_id":{"type":"string","required":true,"term":"券ID"}}}}}},"response":{"200":{"type":"object","fields":{"token":{"type":"string","term":"切卡组件token值"},"expires_time":{"type":"string","term":"token过期时间"}}}}}
]
