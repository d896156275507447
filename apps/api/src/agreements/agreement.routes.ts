import { createHash } from 'node:crypto';

import { agreementLanguages, escaped, textHtml, type AgreementLanguage } from '@switchboard/domain/agreement';
import type { FastifyInstance } from 'fastify';

import type { AgreementsService, PublicVersion } from './agreements.service.ts';

const style = `:root{color-scheme:light dark}
*{box-sizing:border-box}
body{margin:0;font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:#1c1c1f;background:#fff;overflow-wrap:anywhere}
main{max-width:44rem;margin:0 auto;padding:2rem 1.25rem 3rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 1.5rem}
h2{font-size:1.1rem;line-height:1.4;margin:2rem 0 .5rem}
p{margin:0 0 1rem}
ul{margin:0 0 1rem;padding-left:1.25rem}
nav{display:flex;flex-wrap:wrap;gap:1rem;margin:0 0 1.5rem}
a{color:#3047b0}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid #d9d9de;color:#55555e;font-size:.85rem}
footer p{margin:0 0 .25rem}
@media (prefers-color-scheme:dark){body{color:#ececf0;background:#17171a}a{color:#9db0ff}footer{border-color:#3a3a42;color:#a9a9b4}}
@media print{nav{display:none}body{color:#000;background:#fff;font-size:11pt}main{max-width:none;padding:0}footer{color:#000}}`;

/** Nothing but the page's own words and its one style, which the policy knows by its hash. */
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const words: Record<
  AgreementLanguage,
  { name: string; version: string; published: string; hash: string; gone: string; goneText: string; others: string }
> = {
  en: {
    name: 'English',
    version: 'Version',
    published: 'published on',
    hash: 'SHA-256 of this text',
    gone: 'There is no such document',
    goneText: 'Check the address, or ask whoever gave it to you.',
    others: 'Other languages',
  },
  ru: {
    name: 'Русский',
    version: 'Версия',
    published: 'опубликована',
    hash: 'SHA-256 этого текста',
    gone: 'Такого документа нет',
    goneText: 'Проверьте адрес или спросите у того, кто вам его дал.',
    others: 'Другие языки',
  },
  kk: {
    name: 'Қазақша',
    version: 'Нұсқа',
    published: 'жарияланған күні',
    hash: 'Осы мәтіннің SHA-256 хеші',
    gone: 'Мұндай құжат жоқ',
    goneText: 'Мекенжайды тексеріңіз немесе оны берген адамнан сұраңыз.',
    others: 'Басқа тілдер',
  },
};

/** Published versions in plain HTML, for anybody who has the address: no script, nothing from elsewhere, for ever. */
export function agreementRoutes(agreements: AgreementsService) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get<{ Params: { address: string }; Querystring: { lang?: unknown } }>(
      '/agreement/:address',
      async (request, reply) => {
        const { address } = request.params;
        const wanted = wantedLanguages(request.query.lang, request.headers['accept-language']);
        const found = /^[\w-]{8,64}$/.test(address) ? await agreements.at(address) : null;
        void reply
          .type('text/html; charset=utf-8')
          .header('content-security-policy', policy)
          .header('referrer-policy', 'no-referrer')
          .header('x-robots-tag', 'noindex')
          .header('vary', 'accept-language');
        if (!found) {
          const language = wanted[0] ?? 'en';
          const { gone, goneText } = words[language];
          return reply
            .code(404)
            .header('cache-control', 'no-store')
            .send(page(language, gone, `<h1>${gone}</h1>\n<p>${goneText}</p>`));
        }
        return reply.header('cache-control', 'public, max-age=31536000, immutable').send(versionPage(found, wanted));
      },
    );
  };
}

function versionPage({ version, publishedAt, texts }: PublicVersion, wanted: AgreementLanguage[]): string {
  const [first] = texts;
  const shown = wanted.map((one) => texts.find(({ language }) => language === one)).find(Boolean) ?? first;
  if (!shown) throw new Error('A published version without a text');
  const said = words[shown.language];
  const others = texts
    .filter((text) => text !== shown)
    .map(
      ({ language }) =>
        `<a href="?lang=${language}" hreflang="${language}" lang="${language}">${words[language].name}</a>`,
    );
  const date = new Intl.DateTimeFormat(shown.language, { dateStyle: 'long', timeZone: 'UTC' }).format(publishedAt);
  return page(
    shown.language,
    shown.title,
    [
      others.length > 0 ? `<nav aria-label="${said.others}">${others.join('')}</nav>` : '',
      `<h1>${escaped(shown.title)}</h1>`,
      textHtml(shown.text),
      `<footer><p>${said.version} ${version}, ${said.published} <time datetime="${new Date(publishedAt).toISOString()}">${escaped(date)}</time></p><p>${said.hash}: ${shown.hash}</p></footer>`,
    ].join('\n'),
  );
}

function page(language: string, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title><style>${style}</style></head>
<body><main>
${body}
</main></body>
</html>
`;
}

/** The languages to try, the asked one before those of the browser. */
function wantedLanguages(asked: unknown, accepted: string | undefined): AgreementLanguage[] {
  const ranked = (accepted ?? '')
    .slice(0, 500)
    .split(',')
    .map((part, index) => {
      const [tag = '', ...more] = part.trim().split(';');
      const weight = Number(
        more
          .find((one) => one.trim().startsWith('q='))
          ?.trim()
          .slice(2) ?? '1',
      );
      return { language: tag.toLowerCase().split('-')[0], weight: Number.isFinite(weight) ? weight : 0, index };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight || one.index - other.index)
    .map(({ language }) => language);
  return [asked, ...ranked].flatMap((one) => agreementLanguages.filter((language) => language === one));
}
