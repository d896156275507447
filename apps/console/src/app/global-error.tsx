'use client';

import '../ui/tokens.css';

import { buttonLook } from '../ui/button.tsx';

/** When even the layout failed nothing is known of the reader, so both languages are spoken. */
export default function GlobalFailure() {
  return (
    <html lang="en">
      <body>
        <main className="flex min-h-full flex-col items-center justify-center gap-3 p-6 text-center">
          <h1 className="text-lg font-semibold">Something went wrong · Что-то пошло не так</h1>
          <a href="/inbox" className={buttonLook({ look: 'primary' })}>
            Try again · Повторить
          </a>
        </main>
      </body>
    </html>
  );
}
