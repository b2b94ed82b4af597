// The colours while GraphiQL is open: it asks the system once, and again only when the reader chooses. Here it also
// follows the system, and the parts that the browser draws follow what the reader chose.
import { useEffect } from 'react';
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';

/** Draws nothing. */
export function FollowTheme() {
  const theme = useGraphiQL((state) => state.theme);
  const { setTheme } = useGraphiQLActions();
  useEffect(() => {
    document.documentElement.style.colorScheme = theme ?? 'light dark';
    if (theme) return undefined;
    const system = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => setTheme(null);
    system.addEventListener('change', follow);
    return () => system.removeEventListener('change', follow);
  }, [theme, setTheme]);
  return null;
}
