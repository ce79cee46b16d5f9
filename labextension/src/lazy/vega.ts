/** The libraries that draw Vega's and Altair's specifications, as globals of the frame that they are run in. */

import * as vega from 'vega';
import embed from 'vega-embed';
import * as vegaLite from 'vega-lite';

Object.assign(globalThis, { vega, vegaLite, vegaEmbed: embed });
