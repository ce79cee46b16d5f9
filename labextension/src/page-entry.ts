/**
 * `page.js`, the script of the stand-alone page: finds what to show in the attributes of its `<main>`.
 *
 * `data-app` is the address in front of `gradio_api/`, and `data-base` that of the server, both relative to the page;
 * `data-list` is there on the list of notebooks.
 */

import { mountPage } from './page';

const main = document.querySelector('main');
if (main) {
  const { app = './', base = './', list } = main.dataset;
  const absolute = (address: string): string => new URL(address, document.baseURI).href;
  mountPage(
    main,
    list === undefined
      ? { kind: 'app', base: absolute(app), home: `${absolute(base)}gradio/` }
      : { kind: 'list', base: absolute(app) }
  );
}
