// A form that came back with errors: the focus goes to the summary, so that nobody misses it.

document.querySelector("[data-samenvatting]")?.focus();
