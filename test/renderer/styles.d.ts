/** Styles are imported for their side effect alone; the bundler of the window resolves them. */
declare module '*.css';
