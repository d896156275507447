import { z } from 'zod';

/** The languages the product speaks; a line's default texts start in the company's. */
export const languages = ['en', 'ru'] as const;
export type Language = (typeof languages)[number];

/** The longest text a line sends by itself, in characters. */
export const longestText = 2000;

/**
 * A text of a line as it is stored: without the spaces around it, and empty where nobody has written one. An empty
 * text is not sent; a tab refuses it on saving where it would have to be.
 */
export const storedText = z.string().trim().max(longestText, 'text.long').default('');
