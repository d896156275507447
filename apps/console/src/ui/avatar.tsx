import { cn } from './cn.ts';

const tints = [
  'bg-[light-dark(#e3ebff,#22305a)] text-[light-dark(#2346a8,#b9caff)]',
  'bg-[light-dark(#dff3ee,#14392f)] text-[light-dark(#0f5f4b,#8fdcc4)]',
  'bg-[light-dark(#fbe7dc,#46281a)] text-[light-dark(#8a3f14,#f5bd9c)]',
  'bg-[light-dark(#f3e4f5,#3d2344)] text-[light-dark(#7a2f8a,#e3b4ee)]',
  'bg-[light-dark(#e7f0d9,#2b3a16)] text-[light-dark(#48621a,#bcd98c)]',
  'bg-[light-dark(#fbe3e9,#48202d)] text-[light-dark(#972a4c,#f6aec2)]',
];

const sizes = {
  xs: 'size-5 text-[0.625rem]',
  sm: 'size-6 text-[0.6875rem]',
  md: 'size-8 text-xs',
  lg: 'size-10 text-sm',
};

type Props = { name: string; surname?: string; photo?: string | null; size?: keyof typeof sizes; className?: string };

/** A person's photo, or the initials on a tint that the name always gives. Decorative, and no text: the name stands beside it. */
export function Avatar({ name, surname = '', photo = null, size = 'md', className }: Props) {
  const shape = cn(
    'inline-flex shrink-0 items-center justify-center rounded-full font-semibold select-none',
    sizes[size],
    className,
  );
  if (photo !== null && photo !== '') {
    return <img src={photo} alt="" referrerPolicy="no-referrer" className={cn(shape, 'object-cover')} />;
  }
  return (
    <span
      aria-hidden
      data-initials={initials(name, surname)}
      className={cn(
        'before:content-[attr(data-initials)]',
        shape,
        tints[hash(`${name} ${surname}`.trim()) % tints.length],
      )}
    />
  );
}

/** One or two letters that stand for a name. */
export function initials(name: string, surname: string): string {
  const words = `${name} ${surname}`.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return (
    letters
      .map((word) => [...(word ?? '')][0] ?? '')
      .join('')
      .toLocaleUpperCase() || '·'
  );
}

function hash(text: string): number {
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return sum;
}
