// The search of the public pages, and of no other page. Without it the words stand on pages of their own, by letter.
const form = document.querySelector("form[data-index]");
const said = document.querySelector("[data-said]");
const list = document.querySelector("[data-found]");
const MOST = 30;
const kept = new Map();

const folded = (text) => text.replace(/’/g, "'").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
const wordsOf = (text) => (folded(text).match(/[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu) || [])
    .map((word) => word.replace(/'s$/, "")).filter((word) => word.length > 1).slice(0, 8);
const signOf = (word) => {
    const number = word.codePointAt(0);
    return number < 128 ? word[0] : `u${number.toString(16)}`;
};

function read(name) {
    if (!kept.has(name)) kept.set(name, fetch(`${form.dataset.index}${name}.json`).then((answer) => {
        if (!answer.ok) throw new Error(answer.status);
        return answer.json();
    }));
    return kept.get(name);
}

// A page is found if each word stands on it, whole or as the beginning of another one; a whole word counts most.
async function find(words) {
    const { pages, parts } = await read("pages");
    let found = null;
    for (const word of words) {
        const known = parts.includes(signOf(word)) ? await read(signOf(word)) : {};
        const stem = word.length > 4 ? word.replace(/(ies|s)$/, "") : word;
        const here = new Map();
        for (const [each, places] of Object.entries(known))
            if (each.startsWith(stem))
                for (let at = 0; at < places.length; at += 2)
                    here.set(places[at], (here.get(places[at]) || 0) + places[at + 1] * (each === word ? 3 : 1));
        found = found
            ? new Map([...found].filter(([page]) => here.has(page)).map(([page, count]) => [page, count + here.get(page)]))
            : here;
    }
    return [...(found || [])].sort((one, other) => other[1] - one[1] || one[0] - other[0]).map(([page]) => pages[page]);
}

function told(count, typed) {
    if (!count) return `No page has “${typed}”.`;
    if (count > MOST) return `${count} pages have “${typed}”. These are the first ${MOST}.`;
    return count === 1 ? `One page has “${typed}”.` : `${count} pages have “${typed}”.`;
}

async function show() {
    const typed = (new URLSearchParams(location.search).get("q") || "").trim();
    form.elements.q.value = typed;
    const words = wordsOf(typed);
    if (!typed) return;
    if (!words.length) {
        said.textContent = "Type a word of two letters or more.";
        return;
    }
    try {
        const found = await find(words);
        said.textContent = told(found.length, typed);
        list.replaceChildren(...found.slice(0, MOST).map(([address, title, within]) => {
            const item = document.createElement("li");
            const link = Object.assign(document.createElement("a"), { href: address, textContent: title });
            item.append(link);
            if (within) item.append(" ", Object.assign(document.createElement("small"), { textContent: within }));
            return item;
        }));
    } catch {
        said.textContent = "The search couldn’t be loaded. Load the page again, or use the list of words below.";
    }
}

if (form) show();
