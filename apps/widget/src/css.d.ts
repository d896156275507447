/** A style sheet as its minified text. */
declare module '*.css' {
  export const css: string;
}
