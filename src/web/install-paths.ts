export const INSTALL_PATH = '/slack/install';
export const INSTALL_FOR_ME_PATH = '/slack/install?for=me';
export const REDIRECT_PATH = '/slack/oauth_redirect';
