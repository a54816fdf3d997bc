import { importPublicKey } from '@wechatpay-kit/crypto'

// build.mjs puts in what its environment holds.
declare const WECHATPAY_PUBLIC_KEY: string
declare const WECHATPAY_PUBLIC_KEY_ID: string

const key = await importPublicKey(WECHATPAY_PUBLIC_KEY)
const form = document.querySelector('form') as HTMLFormElement
const output = form.querySelector('output') as HTMLOutputElement

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const { cate_code, ...person } = Object.fromEntries(new FormData(form))
  const ciphertexts = Object.entries(person).map(async ([name, text]) => [name, await key.encrypt(String(text))])
  const response = await fetch('alter', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Wechatpay-Serial': WECHATPAY_PUBLIC_KEY_ID },
    body: JSON.stringify({ cate_code, ...Object.fromEntries(await Promise.all(ciphertexts)) }),
  })
  const { auth_code, code } = await response.json()
  output.textContent = response.ok ? auth_code : code
})
