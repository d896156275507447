'use client';

import { useState } from 'react';

/** As little as there can be that answers a click. */
export default function Empty() {
  const [count, setCount] = useState(0);
  return (
    <button type="button" onClick={() => setCount(count + 1)}>
      {count}
    </button>
  );
}
