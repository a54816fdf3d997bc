import type { PlainResponse } from '../wire/response.ts'
import type { PendingAction } from '../worlds/world.ts'

/** Words on the button of a command. */
const LABELS: Readonly<Record<string, string>> = { pay: '支付 · Pay', confirm: '确认收款 · Confirm' }

/**
 * Makes the page on which a person plays payer and user: a row and a button for each thing that can be done. With a
 * `prepay_id`, as the `h5_url` of an order has it, it is that order's alone, and `redirect_url` leads back to the merchant.
 */
export function createPage(actions: readonly PendingAction[], query: URLSearchParams): PlainResponse {
  const prepayId = query.get('prepay_id')
  const shown = prepayId === null ? actions : actions.filter((action) => action.prepayId === prepayId)
  const back = query.get('redirect_url') ?? ''
  const link = /^https?:\/\//.test(back)
    ? `<p><a href="${escapeHtml(back)}">返回商户 · Back to the merchant</a></p>`
    : ''
  const rows = shown.map(({ command, json, title, detail }) => {
    const button = `<button data-command="${escapeHtml(command)}" data-json="${escapeHtml(JSON.stringify(json))}">${escapeHtml(LABELS[command] ?? command)}</button>`
    return `<tr><td>${escapeHtml(title)}</td><td>${escapeHtml(detail)}</td><td>${button}</td></tr>`
  })
  const table =
    rows.length > 0 ? `<table>${rows.join('\n')}</table>` : '<p>没有待支付或待确认的单据 · Nothing is pending</p>'
  const body = `<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>微信支付沙箱 · WeChat Pay sandbox</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 50rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
td { border-bottom: 1px solid #ddd; padding: .5rem; overflow-wrap: break-word }
@media (max-width: 40rem) { table, tbody, tr, td { display: block } td { border: 0; padding: .25rem 0 } tr { border-bottom: 1px solid #ddd } }
button { background: #07c160; border: 0; border-radius: 4px; color: #fff; font: inherit; padding: .25rem 1rem; white-space: nowrap }
button:disabled { background: #999 }
</style>
</head>
<body>
<h1>微信支付沙箱 · WeChat Pay sandbox</h1>
${table}
${link}
<p id="result" role="status"></p>
<script>
for (const button of document.querySelectorAll('button')) {
  button.addEventListener('click', async () => {
    const { command, json } = button.dataset
    const headers = { 'Content-Type': 'application/json' }
    const result = document.querySelector('#result')
    try {
      const response = await fetch('/sandbox/' + command, { method: 'POST', headers, body: json })
      const { code, message } = await response.json()
      button.disabled = response.ok
      if (response.ok) button.textContent = '已完成 · Done'
      result.textContent = response.ok ? '' : code + ': ' + message
    } catch {
      result.textContent = '沙箱没有应答 · The sandbox does not respond'
    }
  })
}
</script>
</body>
</html>
`
  const headers = {
    'Content-Security-Policy':
      "default-src 'none'; connect-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'Cache-Control': 'no-store',
  }
  return { status: 200, body, contentType: 'text/html; charset=utf-8', reason: 0, isUnsigned: true, headers }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')
}
