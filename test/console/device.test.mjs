// The names of browsers and systems in the list of sessions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { device } from '../../web/src/device.ts';

const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';
const safari = 'AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1';
const samsung = 'AppleWebKit/537.36 SamsungBrowser/27.0 Chrome/125.0.0.0';
const android = 'Mozilla/5.0 (Linux; Android 10; K)';
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_7 like Mac OS X) AppleWebKit/605.1.15';
const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0';

const agents = [
  [`${windows} ${chrome} Safari/537.36`, 'Chrome on Windows'],
  [`${windows} ${chrome} Safari/537.36 Edg/131.0.2903.70`, 'Edge on Windows'],
  [`${windows} ${chrome} Safari/537.36 OPR/116.0.0.0`, 'Opera on Windows'],
  [`${mac} ${safari} Safari/605.1.15`, 'Safari on macOS'],
  [`${android} ${chrome} Mobile Safari/537.36`, 'Chrome on Android'],
  [`${android} ${chrome} Mobile Safari/537.36 EdgA/131.0.2903.87`, 'Edge on Android'],
  [`${android} ${samsung}`, 'Samsung Internet on Android'],
  ['Mozilla/5.0 (Android 15; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0', 'Firefox on Android'],
  [`${iphone} Version/18.1 Mobile/15E148 Safari/604.1`, 'Safari on iPhone'],
  [`${iphone} CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1`, 'Chrome on iPhone'],
  [`${iphone} FxiOS/133.0 Mobile/15E148 Safari/605.1.15`, 'Firefox on iPhone'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0', 'Firefox on Linux'],
  [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${chrome} Safari/537.36`, 'Chrome on ChromeOS'],
  ['Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/131.0.0.0 Safari/537.36', 'Chrome on Linux'],
  ['curl/7.88.1', 'curl/7.88.1'],
  ['', 'unknown device'],
  [null, 'unknown device'],
];

for (const [agent, name] of agents) {
  test(`${name}: ${agent}`, () => assert.equal(device(agent), name));
}
