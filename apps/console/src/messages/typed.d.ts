import type { en } from './en.ts';
import type { Language } from './language.ts';

declare module 'next-intl' {
  // An interface, because that is what a module's declaration can be merged with.
  interface AppConfig {
    Locale: Language;
    Messages: typeof en;
  }
}
