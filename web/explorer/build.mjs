// Writes dist/, which is committed and embedded: one script, one style sheet, the page, and the libraries' licences.
import { build } from 'esbuild';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';

await rm('dist', { recursive: true, force: true });
await mkdir('dist');
const { metafile } = await build({
  entryPoints: { explorer: 'src/main.jsx' },
  outdir: 'dist',
  bundle: true,
  minify: true,
  metafile: true,
  jsx: 'automatic',
  target: 'es2022',
  define: { 'process.env.NODE_ENV': '"production"' },
  loader: { '.woff2': 'dataurl', '.woff': 'empty' },
  legalComments: 'none', // LICENSES.txt has them whole
});
await copyFile('src/index.html', 'dist/index.html');
await writeFile('dist/LICENSES.txt', await licences(Object.keys(metafile.inputs)));

// licences gives the licence texts of the packages that the files come from.
async function licences(files) {
  const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;
  const packages = [...new Set(files.map((file) => file.match(folder)?.[0]).filter(Boolean))].sort();
  const texts = await Promise.all(packages.map(async (path) => {
    const { name, version, license } = JSON.parse(await readFile(`${path}/package.json`, 'utf8'));
    const file = (await readdir(path)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? await readFile(`${path}/${file}`, 'utf8') : `Licence: ${license}`;
    return `${name} ${version}\n\n${text.trim().replaceAll('\r\n', '\n')}\n`;
  }));
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
