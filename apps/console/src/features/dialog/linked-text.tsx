import { Fragment } from 'react';

const address = /https?:\/\/[^\s<>"']+/g;

/** A text as it was written, with web addresses made into links. Only http and https; what follows a sentence stays outside. */
export function LinkedText({ text }: { text: string }) {
  return linkParts(text).map((part, index) =>
    part.link ? (
      <a
        key={index}
        href={part.text}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="underline underline-offset-2"
      >
        {part.text}
      </a>
    ) : (
      <Fragment key={index}>{part.text}</Fragment>
    ),
  );
}

/** The text in pieces, addresses apart. */
export function linkParts(text: string): { text: string; link: boolean }[] {
  const parts: { text: string; link: boolean }[] = [];
  let from = 0;
  for (const found of text.matchAll(address)) {
    const link = found[0].replace(/[.,;:!?)\]}]+$/, '');
    if (found.index > from) parts.push({ text: text.slice(from, found.index), link: false });
    parts.push({ text: link, link: true });
    from = found.index + link.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), link: false });
  return parts;
}
