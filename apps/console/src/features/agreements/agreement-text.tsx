import { textBlocks } from '@switchboard/domain/agreement';

/** A text as clients read it: headings, paragraphs and lists. Every character of it is only text. */
export function AgreementText({ title, text, language }: { title: string; text: string; language: string }) {
  return (
    <article lang={language} className="min-w-0 break-words">
      <h3 className="mb-3 text-lg font-semibold text-balance">{title}</h3>
      {textBlocks(text).map((block, index) => {
        switch (block.kind) {
          case 'heading':
            return (
              <h4 key={index} className="mt-4 mb-1 font-semibold">
                {block.text}
              </h4>
            );
          case 'paragraph':
            return (
              <p key={index} className="mb-2 whitespace-pre-line">
                {block.lines.join('\n')}
              </p>
            );
          case 'list':
            return (
              <ul key={index} className="mb-2 list-disc pl-5">
                {block.items.map((item, place) => (
                  <li key={place}>{item}</li>
                ))}
              </ul>
            );
        }
      })}
    </article>
  );
}
