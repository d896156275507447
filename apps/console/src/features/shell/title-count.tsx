'use client';

import { useEffect } from 'react';

/** The number of those who wait for this person, before the page's title, so that the tab shows it from afar. */
export function TitleCount({ count }: { count: number }) {
  useEffect(() => {
    const put = () => {
      const bare = document.title.replace(/^\(\d+\) /, '');
      const wanted = count > 0 ? `(${count}) ${bare}` : bare;
      if (document.title !== wanted) document.title = wanted;
    };
    put();
    const watch = new MutationObserver(put);
    watch.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => watch.disconnect();
  }, [count]);
  return null;
}
