import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { Injectable } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';

import { Config } from '../platform/config.ts';
import { Log } from '../platform/log.ts';

export type Mail = {
  to: string;
  subject: string;
  text: string;
  link: string;
  button: string;
  /** Whose dialogs it speaks of: numbers of dialogs are a company's own. */
  companyId?: string;
};

/** Tells the mails of a folder apart. What goes to a mail server bears no such header. */
const companyHeader = 'X-Switchboard-Company';

/** Sends mail through SMTP_URL, or without one writes it into MAIL_FOLDER and its link into the log. */
@Injectable()
export class Mailer {
  readonly #transport: Transporter | null;
  #count = 0;

  constructor(
    private readonly config: Config,
    private readonly log: Log,
  ) {
    const { SMTP_URL } = config.values;
    this.#transport = SMTP_URL
      ? createTransport({
          url: SMTP_URL,
          connectionTimeout: 5_000,
          greetingTimeout: 5_000,
          socketTimeout: 10_000,
        } as never)
      : null;
  }

  /** Throws where the mail server does not take it within fifteen seconds. */
  async send(mail: Mail): Promise<void> {
    const message = {
      from: this.config.values.MAIL_FROM,
      to: mail.to,
      subject: mail.subject,
      text: `${mail.text}\n\n${mail.link}\n`,
      html: html(mail),
    };
    if (this.#transport) {
      await this.#transport.sendMail(message);
      return;
    }
    const folder = this.config.values.MAIL_FOLDER;
    await mkdir(folder, { recursive: true });
    const headers: Record<string, string> = mail.companyId === undefined ? {} : { [companyHeader]: mail.companyId };
    const composed = await createTransport({ streamTransport: true, buffer: true, newline: 'unix' }).sendMail({
      ...message,
      headers,
    });
    const name = `${new Date().toISOString().replaceAll(':', '-')}-${process.pid}-${++this.#count}.eml`;
    await writeFile(path.join(folder, name), composed.message as Buffer, { mode: 0o600 });
    this.log.for('mail').info({ file: name, link: mail.link }, 'a mail was written to the folder');
  }

  /** Takes away a company's mails of the folder that lead to one of these addresses. What a mail server took is no longer ours. */
  async forget(companyId: string, links: readonly string[]): Promise<number> {
    const folder = this.config.values.MAIL_FOLDER;
    if (this.#transport || links.length === 0) return 0;
    const names = await readdir(folder).catch((): string[] => []);
    let gone = 0;
    for (const name of names.filter((one) => one.endsWith('.eml'))) {
      const file = path.join(folder, name);
      const mail = (await readFile(file, 'utf8').catch(() => '')).replaceAll('\r\n', '\n');
      const end = mail.indexOf('\n\n');
      const headers = mail.slice(0, end === -1 ? undefined : end).split('\n');
      if (!headers.some((header) => header.toLowerCase() === `${companyHeader}: ${companyId}`.toLowerCase())) continue;
      // Long lines are folded by an equals sign at their end.
      const text = mail.replaceAll('=\n', '');
      if (!links.some((link) => leadsTo(text, link))) continue;
      await rm(file, { force: true });
      gone++;
    }
    return gone;
  }
}

/** Does the mail hold this address, and not only one that begins like it? */
function leadsTo(text: string, link: string): boolean {
  return text
    .split(link)
    .slice(1)
    .some((rest) => !/^\d/.test(rest));
}

function html(mail: Mail): string {
  const escape = (text: string): string =>
    text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);
  const paragraphs = mail.text.split('\n\n').map((text) => `<p style="margin:0 0 16px">${escape(text)}</p>`);
  return `<!doctype html><body style="margin:0;padding:32px;background:#f6f6f7;font:15px/1.5 system-ui,sans-serif;color:#1c1c1f"><div style="max-width:480px;margin:auto;background:#fff;border-radius:10px;padding:32px">${paragraphs.join('')}<p style="margin:24px 0"><a href="${escape(mail.link)}" style="background:#3b5bdb;color:#fff;text-decoration:none;padding:10px 18px;border-radius:6px;display:inline-block">${escape(mail.button)}</a></p><p style="margin:0;color:#6b6b76;font-size:13px;word-break:break-all">${escape(mail.link)}</p></div></body>`;
}
