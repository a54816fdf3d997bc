import { mount } from './index.ts'

const target = document.getElementById('workbench')
const isEnglish = new URLSearchParams(location.search).get('lang') === 'en'
document.documentElement.lang = isEnglish ? 'en' : 'zh-CN'
if (target) mount(target, isEnglish ? 'en' : 'zh')
