import type { Words } from './language.tsx'

const city = (zh: string, en: string): Words => ({ zh, en })

/** Guangdong and its cities by their administrative codes (GB/T 2260), the first four digits. */
export const cityWords: Readonly<Record<string, Words>> = {
  4400: city('广东', 'Guangdong'),
  4401: city('广州', 'Guangzhou'),
  4402: city('韶关', 'Shaoguan'),
  4403: city('深圳', 'Shenzhen'),
  4404: city('珠海', 'Zhuhai'),
  4405: city('汕头', 'Shantou'),
  4406: city('佛山', 'Foshan'),
  4407: city('江门', 'Jiangmen'),
  4408: city('湛江', 'Zhanjiang'),
  4409: city('茂名', 'Maoming'),
  4412: city('肇庆', 'Zhaoqing'),
  4413: city('惠州', 'Huizhou'),
  4414: city('梅州', 'Meizhou'),
  4415: city('汕尾', 'Shanwei'),
  4416: city('河源', 'Heyuan'),
  4417: city('阳江', 'Yangjiang'),
  4418: city('清远', 'Qingyuan'),
  4419: city('东莞', 'Dongguan'),
  4420: city('中山', 'Zhongshan'),
  4451: city('潮州', 'Chaozhou'),
  4452: city('揭阳', 'Jieyang'),
  4453: city('云浮', 'Yunfu'),
}
