// Signs in at the demo's nodes, takes the README's pictures and saves the documents: pictures.mjs DEMO.json PICTURES PAPERS CHROMIUM [papers]
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [demo, folder, papers, executablePath, only] = process.argv.slice(2);
const { nodes } = JSON.parse(readFileSync(demo, 'utf8').split('\n')[0]);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });

function address(code) {
  return new URL(nodes.find(node => node.code === code).url).origin;
}

async function signIn(code, user, lang, width, height) {
  const account = nodes.find(node => node.code === code).accounts.find(one => one.user === user);
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  await page.goto(`${address(code)}/${lang}/sign-in`);
  await page.fill('[name=user]', user);
  await page.fill('[name=password]', account.password);
  await Promise.all([page.waitForURL(url => !url.pathname.endsWith('sign-in')), page.click('main button[type=submit]')]);
  return page;
}

async function first(page, pattern) {
  const links = await page.$$eval('main a', all => all.map(a => a.getAttribute('href')));
  return links.find(href => pattern.test(href));
}

async function take(page, name) {
  if (only === 'papers') return page.context().close();
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `${folder}/${name}.png` });
  await page.context().close();
}

let page = await signIn('DANA', 'd-ref', 'ar', 1440, 1040);
await take(page, 'day-ar');

page = await signIn('MARSA', 'm-ref', 'en', 1440, 1180);
await page.goto(`${address('MARSA')}/en/referrals/in`);
await page.goto(address('MARSA') + await first(page, /referrals\/[0-9a-f-]{36}$/));
await take(page, 'referral-en');

page = await signIn('MARSA', 'm-int1', 'ar', 1440, 1180);
const draft = await first(page, /intake\/[0-9a-f-]{36}/);
await page.goto(address('MARSA') + draft.replace(/\/\d$/, '') + '/2');
await take(page, 'intake-ar');

page = await signIn('MARSA', 'm-int1', 'ar', 390, 844);
await take(page, 'phone-ar');

async function save(page, path, name) {
  const answer = await page.context().request.get(page.url().split('/').slice(0, 3).join('/') + path);
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()}`);
  writeFileSync(`${papers}/${name}.pdf`, await answer.body());
}

page = await signIn('DANA', 'd-part', 'ar', 1440, 1040);
await page.goto(`${address('DANA')}/ar/agreements`);
const memorandum = await page.$$eval('main a.ref', all => all.find(a => a.textContent.includes('MOU-DEMO-001')).getAttribute('href'));
await save(page, memorandum + '/agreement.pdf', 'agreement');
await save(page, '/ar/policy/guide.pdf', 'policy-guide');
for (const lang of ['ar', 'en']) await save(page, `/${lang}/annual.pdf`, `annual-report-${lang}`);
await page.goto(`${address('DANA')}/ar/meetings`);
await page.evaluate(() => document.querySelector('#meetings-coming')?.remove());
const meeting = await first(page, /meetings\/[0-9a-f-]{36}$/);
await save(page, meeting + '/report.pdf', 'meeting-report');
await save(page, meeting.replace('/ar/', '/en/') + '/report.pdf', 'meeting-report-en');

await browser.close();
