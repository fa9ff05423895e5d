import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { enrolByCode, step } from './support/app.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { choosePassphrase } from './support/sealed.ts';
import { untilStored } from './support/stores.ts';
import { addUnit, codeFor } from './support/unit.ts';

let hub: Hub;
let laptop: Laptop;

test.beforeAll(async () => {
  hub = await startHub();
  await addUnit(hub, ['sari']);
});

test.beforeEach(async () => {
  laptop = await openLaptop(hub.url);
});

test.afterEach(() => laptop.dispose());
test.afterAll(() => hub.dispose());

async function tryToEnrol(address: string, code: string): Promise<void> {
  const { page } = laptop;
  await page.getByLabel('Alamat hub').fill(address);
  await page.getByRole('textbox', { name: 'Kode pendaftaran' }).fill(code);
  await choosePassphrase(page);
  await page.getByRole('button', { name: 'Hubungkan laptop' }).click();
}

/** Something that answers at an address, as a captive portal or a hub of another time would. */
async function answering(body: string): Promise<{ url: string; server: Server }> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'access-control-allow-origin': '*' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

test('enrolment says what is wrong and what to do, and keeps what was typed', async () => {
  const { page } = laptop;
  const alert = page.getByRole('alert');

  // The app proposes the place that it came from, once it has asked whether that is a hub.
  await expect(page.getByLabel('Alamat hub')).not.toHaveValue('');
  await tryToEnrol('', 'ABCD');
  await expect(alert).toContainText('Isi alamat hub');
  await tryToEnrol('http://', 'ABCD');
  await expect(alert).toContainText('Alamat hub tidak dapat dibaca');
  await tryToEnrol('http://127.0.0.1:9', 'ABCD');
  await expect(alert).toContainText('tidak menjawab');
  await tryToEnrol(hub.url, '');
  await expect(alert).toContainText('Isi kode pendaftaran');
  await tryToEnrol(hub.url, 'SALAH-KODE-12');
  await expect(alert).toContainText('tidak dikenal');
  await expect(alert).toContainText('Tidak ada yang berubah di laptop ini.');
  await expect(page.getByRole('textbox', { name: 'Kode pendaftaran' })).toHaveValue('SALAH-KODE-12');

  const portal = await answering('<html>Login Wi-Fi</html>');
  await tryToEnrol(portal.url, 'ABCD');
  await expect(alert).toContainText('bukan hub Pendamping');
  portal.server.close();

  const oldHub = await answering(
    JSON.stringify({ service: 'pendamping-hub', version: '0.0.1', schema: 0, demo: false }),
  );
  await tryToEnrol(oldHub.url, 'ABCD');
  await expect(alert).toContainText('versi yang lebih lama');
  oldHub.server.close();
});

test('a code works once', async () => {
  const code = await codeFor(hub, 'sari');
  await enrolByCode(laptop.page, code, 'Laptop pertama');
  const second = await openLaptop(hub.url);
  await second.page.getByRole('textbox', { name: 'Kode pendaftaran' }).fill(code.toLowerCase());
  await choosePassphrase(second.page);
  await second.page.getByRole('button', { name: 'Hubungkan laptop' }).click();
  await expect(second.page.getByRole('alert')).toContainText('sudah dipakai');
  await second.dispose();
});

test('an invalid NIK is told, kept through a power cut, and not sent', async () => {
  await enrolByCode(laptop.page, await codeFor(hub, 'sari'), 'Laptop Sari');
  await laptop.page.getByRole('link', { name: 'KUMKM binaan' }).click();
  await laptop.page.getByRole('link', { name: 'UMKM baru' }).click();
  await laptop.page.getByLabel('Nama usaha').fill('Tenun Donggala');
  await step(laptop.page, 'Persetujuan').click();
  await laptop.page.getByRole('switch', { name: /Pendampingan oleh PLUT/ }).check();
  await laptop.page.getByRole('radio', { name: 'Lisan dengan saksi' }).check();
  await step(laptop.page, 'Pemilik').click();

  const nik = () => laptop.page.getByRole('textbox', { name: 'NIK', exact: true });
  const told = () => laptop.page.getByText('NIK belum benar');
  // 30 February (domain 2.2)
  await nik().fill('7271033002900001');
  await expect(told()).toBeVisible();
  await untilStored(laptop.page);
  await laptop.kill();
  await laptop.restart(hub.url);
  await laptop.page.getByRole('link', { name: 'NIK' }).click();
  await step(laptop.page, 'Pemilik').click();
  await expect(nik()).toHaveValue('7271033002900001');
  await expect(told()).toBeVisible();

  // The region of another time is a warning, never a refusal.
  await nik().fill('5401011505700001');
  await expect(told()).toBeHidden();
  await nik().blur();
  await laptop.page.getByRole('link', { name: 'Hari ini' }).click();
  await expect(laptop.page.getByText('Isian yang belum sah')).toBeHidden();
});
