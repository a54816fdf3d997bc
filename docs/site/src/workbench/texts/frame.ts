import type { Text } from '../diagnosis.ts'

/** Texts around the tools, and of the parts that they share. */
export const frame = {
  tools: { en: 'Tools', zh: '工具' },
  signature: { en: 'Why is my signature wrong?', zh: '签名错在哪里' },
  file: { en: 'Read a key or certificate', zh: '识别密钥与证书' },
  secrets: { en: 'Encrypt, decrypt, verify', zh: '加密、解密、验签' },
  call: { en: 'Try a call', zh: '试调接口' },
  promise: {
    en: 'Everything happens in this page. Its policy forbids it to connect to anything, nothing is stored, and all is forgotten when it is left.',
    zh: '一切都在本页面内完成：安全策略禁止页面连接任何网络地址，不存储任何内容，离开即忘。',
  },
  copy: { en: 'Copy', zh: '复制' },
  copied: { en: 'Copied', zh: '已复制' },
  copyFailed: { en: 'Select it and copy by keyboard', zh: '请选中后用键盘复制' },
  chooseFile: { en: 'Choose a file', zh: '选择文件' },
  dropHere: { en: 'or drop it here', zh: '或拖放到此处' },
  result: { en: 'Result', zh: '结果' },
  working: { en: 'Working…', zh: '正在处理…' },
  failed: {
    en: 'This should not happen: {message}. Nothing of it left the page.',
    zh: '出现了意料之外的错误：{message}。没有任何内容离开本页面。',
  },
  insecure: {
    en: 'This browser gives pages no cryptography here. Open the page by https:// or on localhost.',
    zh: '浏览器在此地址不提供加密功能。请通过 https:// 或 localhost 打开本页面。',
  },
  tooLarge: {
    en: 'The file {name} has {size} MB; at most {limit} MB are read here.',
    zh: '文件 {name} 有 {size} MB，这里最多读取 {limit} MB。',
  },
  example: { en: 'Fill in an example', zh: '填入示例' },
  download: { en: 'Save as a file', zh: '保存为文件' },
} satisfies Record<string, Text>
