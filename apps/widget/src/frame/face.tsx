import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { initials } from './words.ts';

/** A person's picture; the first letters of the name where there is none or it does not load. */
export function Face({ name, photo, size }: { name: string; photo: string; size: 'small' | 'large' }): JSX.Element {
  const [broken, setBroken] = useState('');
  return (
    <div class={`face ${size}`} aria-hidden="true">
      {photo !== '' && photo !== broken ? (
        <img src={photo} alt="" referrerpolicy="no-referrer" onError={() => setBroken(photo)} />
      ) : (
        initials(name)
      )}
    </div>
  );
}
