import { BASE } from './styles/base-styles.ts';
import { HOME_DRAWING } from './styles/home-drawing-styles.ts';
import { LANDING } from './styles/landing-styles.ts';
import { OUTCOME } from './styles/outcome-styles.ts';
import { PASS } from './styles/pass-styles.ts';

/** Where the pages look for the sheet. */
export const STYLESHEET_PATH = '/assets/lanyard.css';

/** The one sheet of all pages. It names no other file: the pages' policy allows none. */
export const stylesheet = [BASE, PASS, LANDING, HOME_DRAWING, OUTCOME].join('\n');
