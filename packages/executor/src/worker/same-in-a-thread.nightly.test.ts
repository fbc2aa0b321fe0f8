import { sameAsInProcess } from '../testing/same-as-in-process';

sameAsInProcess('worker');
