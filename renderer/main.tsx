import { bootstrap } from './app/bootstrap.tsx';

bootstrap(window.countersign, document);
