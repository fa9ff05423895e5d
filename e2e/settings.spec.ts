/** Settings of a unit: services of a session, seen on another laptop; consent texts; texts of forms; targets and what was reached. */
import { expect, type Page, type TestInfo, test } from '@playwright/test';
import { choose, expectAllSent, openClient, step, syncNow } from './support/app.ts';
import { enrolColleague } from './support/colleague.ts';
import { type Demo, menu as follow, openDemo, openDemoLaptop } from './support/demo.ts';
import type { Laptop } from './support/laptop.ts';
import { look as lookAt } from './support/look.ts';

let demo: Demo;
let page: Page;
/** A consultant's laptop. */
let field: Laptop;

test.beforeAll(async () => {
  demo = await openDemo();
  page = demo.laptop.page;
  field = await openDemoLaptop(demo.hub, 'Sari');
});

test.afterAll(async () => {
  await field.dispose();
  await demo.dispose();
});

const look = (name: string, info: TestInfo, on = page) => lookAt(on, name, info, { fullPage: true });
const menu = (name: string) => follow(page, name);
const section = (name: string) => page.getByRole('region', { name, exact: true });

/** What the coordinator changed arrives on the consultant's laptop. */
async function bringOver(): Promise<void> {
  await expectAllSent(page);
  await syncNow(field.page);
  await field.page.keyboard.press('Escape');
  await expectAllSent(field.page);
}

test('a service that the coordinator adds is offered in sessions elsewhere, and stays readable when it is not', async ({
  browserName: _,
}, info) => {
  await menu('Pengaturan');
  const marketing = section('Pemasaran');
  await marketing.getByRole('button', { name: 'Ubah: Pemasaran' }).click();
  await marketing.getByRole('textbox', { name: 'Jenis layanan baru: Pemasaran' }).fill('Klinik ekspor');
  await page.keyboard.press('Enter');
  const added = marketing.getByRole('listitem', { name: 'Klinik ekspor', exact: true });
  for (let i = 0; i < 5; i++) await added.getByRole('button', { name: 'Naikkan: Klinik ekspor' }).click();

  await expect(marketing.getByRole('listitem').first()).toHaveAccessibleName('Klinik ekspor');
  // By keyboard: the way back down is at hand, since the line keeps the focus.
  await added.getByRole('button', { name: 'Turunkan: Klinik ekspor' }).press('Enter');
  await expect(marketing.getByRole('listitem').nth(1)).toHaveAccessibleName('Klinik ekspor');
  await expect(added.getByRole('button', { name: 'Turunkan: Klinik ekspor' })).toBeFocused();
  await added.getByRole('button', { name: 'Naikkan: Klinik ekspor' }).press('Enter');
  await expect(marketing.getByRole('listitem').first()).toHaveAccessibleName('Klinik ekspor');
  await marketing.getByRole('switch', { name: 'Dipakai: Pameran' }).click({ force: true });
  const history = section('Riwayat perubahan');
  const switchedOff = history.getByRole('row').filter({ hasText: 'Pameran · Dipakai' });
  await expect(switchedOff).toHaveCount(1);
  await expect(switchedOff).toContainText('Ningsih');
  await look('lines', info);
  await switchedOff.getByRole('button', { name: /^Kembalikan nilai lama/ }).click();
  await expect(page.getByRole('alert').getByRole('button', { name: 'Tutup' })).toBeVisible();
  await expect(marketing.getByRole('switch', { name: 'Dipakai: Pameran' })).toBeChecked();
  await expect(switchedOff).toHaveCount(2);
  await switchedOff
    .first()
    .getByRole('button', { name: /^Kembalikan nilai lama/ })
    .click();
  await expect(marketing.getByRole('switch', { name: 'Dipakai: Pameran' })).not.toBeChecked();
  await bringOver();

  const there = field.page;
  await openClient(there, 'Bawang Goreng Tadulako');
  await there.getByRole('button', { name: 'Catat sesi' }).click();
  await there.getByRole('combobox', { name: /^Bidang layanan/ }).click();
  await there.getByRole('option', { name: 'Pemasaran', exact: true }).click();
  const service = there.getByRole('combobox', { name: 'Jenis layanan' });
  await service.click();
  await expect(there.getByRole('option').first()).toHaveText('Klinik ekspor');
  await expect(there.getByRole('option', { name: 'Pameran', exact: true })).toHaveCount(0);
  await there.getByRole('option', { name: 'Klinik ekspor' }).click();
  await service.blur();

  await added.getByRole('switch').click({ force: true });
  await bringOver();
  await expect(service).toHaveValue('Klinik ekspor');
  await service.fill('');
  await expect(there.getByRole('option').first()).not.toHaveText('Klinik ekspor');
  await service.fill('Klinik ekspor');
  await service.blur();
  await there.goto(`${demo.hub.url}/settings`);
  await expect(there.getByText('Hanya koordinator yang dapat mengubah pengaturan.')).toBeVisible();
  await expect(there.getByRole('listitem').filter({ hasText: 'Klinik ekspor' })).toContainText('tidak dipakai');
  await expect(there.getByRole('row').filter({ hasText: 'Pameran · Dipakai' })).toHaveCount(3);
  await expect(there.getByRole('button', { name: /^Kembalikan nilai lama/ })).toHaveCount(0);
  await look('lines-consultant', info, there);
});

test('a new wording of the consent holds for new consents only, and is never changed', async ({
  browserName: _,
}, info) => {
  await menu('Pengaturan');
  await page.getByRole('link', { name: 'Teks persetujuan' }).click();
  await page.getByRole('button', { name: 'Naskah baru' }).click();
  const draft = section('Draf naskah baru');
  const wording = draft.getByRole('textbox', { name: /^Naskah dalam bahasa Indonesia/ });
  await expect(wording).toHaveValue(/UU 27\/2022/);
  await wording.fill('Saya setuju data saya dicatat oleh PLUT Sulawesi Tengah.');
  const from = draft.getByRole('textbox', { name: /^Berlaku mulai/ });
  const today = await from.inputValue();
  await from.fill('01-01-2020');
  await look('consent-draft', info);
  await publish();
  await expect(draft.getByRole('alert')).toContainText('sudah lewat');
  await from.fill(today);
  await publish();
  const published = page.getByRole('region', { name: /^Naskah \d{4}-\d\d-\d\d-/ });
  await expect(published).toContainText('berlaku sekarang');
  await expect(published.getByRole('textbox')).toHaveCount(0);
  await look('consent', info);
  await bringOver();

  const boss = await enrolColleague(demo.hub, { user: 'ningsih', password: 'contoh-ningsih' }, 'Laptop kedua');
  await boss.pull();
  const text = boss.find('consentTexts', 'textId', 'Saya setuju data saya dicatat oleh PLUT Sulawesi Tengah.');
  expect(await boss.write(text, { textId: 'Lain' })).toMatchObject([{ code: 'locked' }]);

  const there = field.page;
  await openClient(there, 'Bawang Goreng Tadulako');
  await there.goto(`${there.url()}/register?step=consent`);
  await expect(there.getByRole('blockquote')).toContainText('UU 27/2022');
  await there.getByRole('link', { name: 'KUMKM binaan' }).click();
  await there
    .getByRole('button', { name: 'UMKM baru' })
    .or(there.getByRole('link', { name: 'UMKM baru' }))
    .click();
  await there.getByRole('textbox', { name: /^Nama usaha/ }).fill('Kopi Uji');
  await there.getByRole('textbox', { name: /^Nama usaha/ }).blur();
  await step(there, 'Persetujuan').click();
  await expect(there.getByRole('blockquote')).toHaveText('Saya setuju data saya dicatat oleh PLUT Sulawesi Tengah.');
  await there.getByRole('textbox', { name: 'Nama pemberi persetujuan' }).fill('Siti');
  await there.getByRole('textbox', { name: 'Nama pemberi persetujuan' }).blur();
  await expectAllSent(there);
  await boss.pull();
  const version = boss.read(text, 'version')[0]?.value;
  expect(boss.read(boss.find('consents', 'subjectName', 'Siti'), 'textVersion')[0]?.value).toBe(version);
});

async function publish(): Promise<void> {
  await page.getByRole('button', { name: 'Terbitkan' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Terbitkan' }).click();
}

test('targets of a year against what was reached by quarter', async ({ browserName: _ }, info) => {
  const boss = await enrolColleague(demo.hub, { user: 'ningsih', password: 'contoh-ningsih' }, 'Laptop ketiga');
  await boss.pull();
  const client = boss.find('businesses', 'name', 'Bawang Goreng Tadulako Rasa (contoh)').id;
  const year = new Date().getFullYear();
  const of = { clientCollection: 'businesses', clientId: client, consultant: 'sari' };
  const session = { ...of, state: 'finished', field: 3, startTime: '09:00', endTime: '10:30' };
  const lockedAt = new Date().toISOString();
  await boss.write({ collection: 'sessions', id: 'q1' }, { ...session, date: `${year}-02-01` });
  await boss.write({ collection: 'sessions', id: 'q2' }, { ...session, date: `${year}-05-01` });
  await boss.pull();
  await boss.write({ collection: 'sessions', id: 'q1' }, { lockedAt });
  await boss.write({ collection: 'sessions', id: 'q2' }, { lockedAt });
  const permit = { ...of, kind: 'permit', permit: 'nib', what: 'NIB', date: `${year}-05-02` };
  await boss.write({ collection: 'outcomes', id: 'nib' }, permit);
  await syncNow(page);
  await page.keyboard.press('Escape');

  await menu('Kinerja');
  const reachedRow = (name: RegExp) => page.getByRole('region', { name: `Capaian ${year}` }).getByRole('row', { name });
  await expect(reachedRow(/^P2 KUMKM didampingi 1 1 0 0 1$/)).toBeVisible();
  await expect(reachedRow(/^P4 Jam pendampingan 1,5 1,5 0 0 3$/)).toBeVisible();
  await expect(reachedRow(/^O3 Legalitas terbit 0 1 0 0 1$/)).toBeVisible();
  await page.getByRole('button', { name: 'Target baru' }).click();
  await choose(page, 'Dihitung dari', 'Sesi pendampingan');
  await page.getByRole('textbox', { name: /^Target setahun/ }).fill('8');
  await page.getByRole('textbox', { name: 'Standar layanan' }).fill('Pendampingan mutu produk');
  await page.getByRole('textbox', { name: 'Sasaran', exact: true }).fill('UMKM pangan');
  await page.getByRole('textbox', { name: 'Sasaran', exact: true }).blur();
  await look('target', info);
  await page.getByRole('link', { name: 'Kinerja' }).last().click();
  const row = page.getByRole('region', { name: /^Target dan capaian/ }).getByRole('row', { name: /Pendampingan mutu/ });
  await expect(row).toHaveAccessibleName(/UMKM pangan 8 1 1 0 0 2 25 %$/);
  await look('performance', info);
  await choose(page, 'Konsultan', 'Budi Santoso (contoh)');
  await expect(page.getByText('Belum ada target untuk tahun dan konsultan ini.')).toBeVisible();
  await expect(reachedRow(/^P4 Sesi pendampingan 0 0 0 0 0$/)).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('button', { name: 'Cetak' })).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Menu utama' })).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
});

test('assessments of a group: spread, first and last, who rose', async ({ browserName: _ }, info) => {
  const sari = await enrolColleague(demo.hub, { user: 'sari', password: 'contoh-sari' }, 'Laptop keempat');
  await sari.pull();
  const client = sari.find('businesses', 'name', 'Bawang Goreng Tadulako Rasa (contoh)').id;
  const score = { total: 80, level: 'readyToScale', gated: false, dimensions: { K: 90, S: 70 } };
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await sari.write(
    { collection: 'assessments', id: 'later' },
    {
      ...{ clientCollection: 'businesses', clientId: client, instrument: 'asesmen-ukm', version: 'draft-1' },
      ...{ assessedOn: day, assessor: 'sari', state: 'finished', score },
    },
  );
  await syncNow(page);
  await page.keyboard.press('Escape');
  await menu('Perkembangan asesmen');
  const movers = page.getByRole('region', { name: 'Naik dan turun' });
  await expect(movers.getByRole('row', { name: /Bawang Goreng Tadulako/ })).toContainText('80,00');
  await expect(movers.getByRole('row', { name: /Bawang Goreng Tadulako/ })).toContainText('naik');
  await expect(page.getByText('Naik 1, turun 0, tetap 0.')).toBeVisible();
  await look('cohort', info);
  await choose(page, 'Kelompok', 'Menurut skala usaha');
  await expect(page.getByRole('combobox', { name: 'Pilihan' })).toBeVisible();
  await look('cohort-scale', info);
  await choose(page, 'Kelompok', 'Menurut bidang layanan');
  await choose(page, 'Pilihan', 'Produksi');
  await expect(movers.getByRole('row', { name: /Bawang Goreng Tadulako/ })).toBeVisible();
});

test('a label in the words of the Dinas, and back to the built-in one', async ({ browserName: _ }, info) => {
  await menu('Pengaturan');
  await page.getByRole('link', { name: 'Teks formulir' }).click();
  await page.getByRole('textbox', { name: 'Cari teks' }).fill('nama usaha');
  await page
    .getByRole('list', { name: 'Teks formulir' })
    .getByRole('button', { name: /^Nama usaha\s*UMKM$/ })
    .click();
  const own = page.getByRole('textbox', { name: 'Teks dalam bahasa Indonesia' });
  await own.fill('Nama {{x}}');
  await expect(page.getByText('Belum dipakai:')).toBeVisible();
  await own.fill('Nama usaha (sesuai NIB)');
  await expect(page.getByText('Belum dipakai:')).toHaveCount(0);
  await expect(page.getByText('diganti', { exact: true })).toBeVisible();
  await look('texts', info);
  await bringOver();
  const there = field.page;
  await step(there, 'Usaha').click();
  await expect(there.getByRole('textbox', { name: /^Nama usaha \(sesuai NIB\)/ })).toHaveValue('Kopi Uji');

  await page.getByRole('button', { name: 'Kembali ke teks bawaan' }).click();
  await expect(own).toHaveValue('');
  await bringOver();
  await expect(there.getByRole('textbox', { name: /^Nama usaha( \*)?$/ })).toHaveValue('Kopi Uji');
  await page.evaluate(() => localStorage.setItem('pendamping-language', 'en'));
  await page.reload();
  for (const name of ['Settings', 'Consent texts', 'Form texts', 'Performance', 'Assessments over time']) {
    await page.getByRole('link', { name, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: new RegExp(name) })).toBeVisible();
    await look(`english ${name}`, info);
  }
  expect([...demo.laptop.complaints, ...field.complaints]).toEqual([]);
});
