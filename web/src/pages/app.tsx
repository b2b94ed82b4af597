// The shell: navigation, search, language, colours, the state of the line, and which page an address is.
import { Component, lazy, Suspense, useEffect, useId, useState, type ComponentType, type ReactNode } from 'react';
import { Link, Route, Router, Switch, useLocation } from 'wouter';
import { base, top } from './address';
import { Speaks, useLang, useSay } from './lang';
import { Api, useLine } from './line';
import { Page } from './parts/page';
import { Account } from './parts/sign';
import { Failed, Loading, Missing } from './parts/states';
import { Signs } from './signed';

/** The parts of an address that have names. */
type Parts = Record<string, string>;

/** A page by what it takes of its address. */
const page = <P extends Parts>(load: () => Promise<{ default: ComponentType<P> }>) => lazy(load) as unknown as ComponentType<Parts>;

/** Pages by their address. `src/http/console` knows the addresses, too. */
const PAGES: Record<string, ComponentType<Parts>> = {
  '/': page(() => import('./views/home')),
  '/agreements': page(() => import('./views/agreements')),
  '/agreement/:code': page(() => import('./views/agreement')),
  '/provinces': page(() => import('./views/provinces')),
  '/province/:id': page(() => import('./views/province')),
  '/map': page(() => import('./views/map')),
  '/matrix': page(() => import('./views/matrix')),
  '/pair/:a/:b': page(() => import('./views/pair')),
  '/search': page(() => import('./views/search')),
  '/report/agreement/:code': page(() => import('./views/report')),
  '/record/:id': page(() => import('./views/record')),
  '/work': page(() => import('./views/work')),
  '/do/:action/:id': page(() => import('./views/act')),
};

export function App() {
  return (
    <Speaks>
      <Signs>
        <Api>
          <Router base={base}>
            <Shell />
          </Router>
        </Api>
      </Signs>
    </Speaks>
  );
}

function Shell() {
  const say = useSay();
  const [path] = useLocation();
  useArrival(path);
  return (
    <>
      <a className="skip" href="#main">
        {say('Tới nội dung', 'Skip to the content')}
      </a>
      <header>
        <Link href="/" className="brand">
          hoptac
        </Link>
        <nav aria-label={say('Các trang', 'Pages')}>
          <Tab href="/agreements" also="/agreement/">{say('Thỏa thuận', 'Agreements')}</Tab>
          <Tab href="/map">{say('Bản đồ', 'Map')}</Tab>
          <Tab href="/matrix" also="/pair/">{say('Ma trận', 'Matrix')}</Tab>
          <Tab href="/provinces" also="/province/">{say('Tỉnh, thành phố', 'Provinces')}</Tab>
          <Tab href="/search">{say('Tìm kiếm', 'Search')}</Tab>
          <Tab href="/work" also="/do/">{say('Việc của tôi', 'My work')}</Tab>
          <a href={`${top.pathname}graphiql/`}>GraphiQL</a>
        </nav>
        <QuickSearch />
        <Account />
        <Switches />
        <Line />
      </header>
      <main id="main">
        <Boundary key={path}>
          <Suspense fallback={<Loading />}>
            <Switch>
              {Object.entries(PAGES).map(([address, View]) => (
                <Route key={address} path={address}>
                  {(params) => <View {...decoded(params)} />}
                </Route>
              ))}
              <Route>
                <Page title={say('Không có trang này', 'No such page')}>
                  <Missing what={path} />
                </Page>
              </Route>
            </Switch>
          </Suspense>
        </Boundary>
      </main>
      <footer>
        <p className="small">
          {say('Mọi số liệu lấy từ cùng một API công khai', 'All figures come from one public API')}: <code>/graphql</code>.{' '}
          <a href={`${top.pathname}licenses.txt`}>{say('Giấy phép của các thư viện', 'Licences of the libraries')}</a>
        </p>
      </footer>
    </>
  );
}

function decoded(params: Record<string, string | undefined>): Parts {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, safely(value ?? '')]));
}

function safely(text: string) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whoever follows a link is at the top of the new page, also with a screen reader. */
function useArrival(path: string) {
  const [arrived, setArrived] = useState(path);
  useEffect(() => {
    if (arrived === path) return;
    setArrived(path);
    scrollTo(0, 0);
    document.getElementById('main')?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }, [path, arrived]);
}

function Tab({ href, also, children }: { href: string; also?: string; children: ReactNode }) {
  const [path] = useLocation();
  const isHere = path === href || (also !== undefined && path.startsWith(also));
  return (
    <Link href={href} aria-current={isHere ? 'page' : undefined}>
      {children}
    </Link>
  );
}

function QuickSearch() {
  const say = useSay();
  const [path, go] = useLocation();
  const id = useId();
  if (path === '/search') return null;
  return (
    <div className="quick" role="search">
      <label className="hidden" htmlFor={id}>
        {say('Tìm trong mọi bản ghi', 'Search all records')}
      </label>
      <input
        id={id}
        type="search"
        placeholder={say('Tìm…', 'Search…')}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go(`/search?q=${encodeURIComponent(event.currentTarget.value)}`);
        }}
      />
    </div>
  );
}

type Theme = 'system' | 'light' | 'dark';
const STORED = 'hoptac:theme';

function Switches() {
  const say = useSay();
  const { lang, setLang } = useLang();
  const [theme, setTheme] = useState<Theme>(() => {
    const stored = localStorage.getItem(STORED);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  });
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    localStorage.setItem(STORED, theme);
  }, [theme]);
  const names = { system: say('Theo máy', 'As the system'), light: say('Sáng', 'Light'), dark: say('Tối', 'Dark') };
  const id = useId();
  return (
    <div className="switches">
      <label className="hidden" htmlFor={id}>
        {say('Màu', 'Colours')}
      </label>
      <select id={id} value={theme} onChange={(event) => setTheme(event.target.value as Theme)}>
        {Object.entries(names).map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
      <button type="button" lang={lang === 'vi' ? 'en' : 'vi'} onClick={() => setLang(lang === 'vi' ? 'en' : 'vi')}>
        {lang === 'vi' ? 'English' : 'Tiếng Việt'}
      </button>
    </div>
  );
}

/** Whether what is shown follows the registry. */
function Line() {
  const say = useSay();
  const line = useLine();
  if (line !== 'lost') return <p className="hidden" role="status">{line === 'live' ? say('Đang theo dõi thay đổi', 'Following changes') : ''}</p>;
  return (
    <p className="lost" role="status">
      {say(
        'Mất kết nối với máy chủ. Số liệu trên trang có thể đã cũ; đang thử lại.',
        'The line to the server is lost. What is shown may be out of date; trying again.',
      )}
    </p>
  );
}

/** A page that fails does not take the shell along. */
class Boundary extends Component<{ children: ReactNode }, { error: string | undefined }> {
  override state: { error: string | undefined } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error: String(error) };
  }

  override render() {
    return this.state.error === undefined ? this.props.children : <Failed error={this.state.error} />;
  }
}
