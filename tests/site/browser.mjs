// SPDX-License-Identifier: Apache-2.0
// A Chromium without a window, spoken to through a pipe (its DevTools protocol), so that nothing else has to be installed.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-default-apps', '--hide-scrollbars', '--remote-debugging-pipe'];

export class Browser {
  constructor (program) {
    this.folder = mkdtempSync (join (tmpdir (), 'hallmark-site-'));
    this.process = spawn (program, [...FLAGS, `--user-data-dir=${this.folder}`, 'about:blank'],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    this.number = 0;
    this.waiting = new Map ();
    this.listeners = [];
    this.text = '';
    this.process.stdio[4].setEncoding ('utf8');
    this.process.stdio[4].on ('data', (chunk) => this.read (chunk));
    this.ended = new Promise ((resolve) => this.process.on ('exit', resolve));
  }

  read (chunk) {
    this.text += chunk;
    for (let end = this.text.indexOf ('\0'); end >= 0; end = this.text.indexOf ('\0')) {
      const message = JSON.parse (this.text.slice (0, end));
      const waiting = this.waiting.get (message.id);

      this.text = this.text.slice (end + 1);
      this.waiting.delete (message.id);
      if (waiting && message.error)
        waiting.reject (new Error (message.error.message));
      else if (waiting)
        waiting.resolve (message.result);
      else
        this.listeners.forEach ((listen) => listen (message));
    }
  }

  send (method, params = {}, sessionId = undefined) {
    const id = ++this.number;

    this.process.stdio[3].write (`${JSON.stringify ({ id, method, params, sessionId })}\0`);
    return new Promise ((resolve, reject) => this.waiting.set (id, { resolve, reject }));
  }

  async page () {
    const { targetId } = await this.send ('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send ('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page (this, sessionId);

    await page.begin ();
    return page;
  }

  async end () {
    this.send ('Browser.close').catch (() => {});
    await this.ended;
    rmSync (this.folder, { recursive: true, force: true });
  }
}

class Page {
  constructor (browser, session) {
    this.browser = browser;
    this.session = session;
    this.complaints = [];
    this.loaded = () => {};
    browser.listeners.push ((message) => message.sessionId === session && this.hear (message));
  }

  // What the browser refuses or misses, and what is asked of anything but files.
  hear ({ method, params }) {
    if (method === 'Page.loadEventFired')
      this.loaded ();
    else if (method === 'Log.entryAdded' && params.entry.level !== 'verbose')
      this.complaints.push (params.entry.text);
    else if (method === 'Runtime.exceptionThrown')
      this.complaints.push (params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
    else if (method === 'Network.requestWillBeSent' && !params.request.url.startsWith ('file:'))
      this.complaints.push (`asks for ${params.request.url}`);
    else if (method === 'Network.loadingFailed')
      this.complaints.push (`can't load: ${params.errorText} ${params.blockedReason ?? ''}`);
  }

  send (method, params) {
    return this.browser.send (method, params, this.session);
  }

  async begin () {
    for (const domain of ['Page', 'Log', 'Runtime', 'Network'])
      await this.send (`${domain}.enable`);
  }

  // @look: width, isDark, isScripted, isPrinted
  async open (url, look) {
    const loaded = new Promise ((resolve) => { this.loaded = resolve; });

    this.complaints = [];
    await this.send ('Emulation.setDeviceMetricsOverride',
      { width: look.width, height: 900, deviceScaleFactor: 1, mobile: look.width < 600 });
    await this.send ('Emulation.setEmulatedMedia', { media: look.isPrinted ? 'print' : 'screen',
      features: [{ name: 'prefers-color-scheme', value: look.isDark ? 'dark' : 'light' }] });
    await this.send ('Emulation.setScriptExecutionDisabled', { value: !look.isScripted });
    await this.send ('Page.navigate', { url });
    await loaded;
  }

  async evaluate (expression) {
    const { result, exceptionDetails } = await this.send ('Runtime.evaluate',
      { expression, awaitPromise: true, returnByValue: true });

    if (exceptionDetails)
      throw new Error (exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async picture () {
    const { cssContentSize } = await this.send ('Page.getLayoutMetrics');
    const { data } = await this.send ('Page.captureScreenshot', { captureBeyondViewport: true,
      clip: { x: 0, y: 0, width: cssContentSize.width, height: Math.min (cssContentSize.height, 16000), scale: 1 } });

    return Buffer.from (data, 'base64');
  }
}
