/* Passkeys. A form with data-passkey ("create" or "get") asks the browser for one before it is sent;
   what the browser is asked for stands in data-options, its answer goes into the field "credential". */
(() => {
  "use strict";

  const bytes = (words) => Uint8Array.from(atob(words.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const words = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const asked = (options) => {
    const asking = { ...options, challenge: bytes(options.challenge) };
    if (options.user) asking.user = { ...options.user, id: bytes(options.user.id) };
    if (options.excludeCredentials) asking.excludeCredentials = named(options.excludeCredentials);
    if (options.allowCredentials) asking.allowCredentials = named(options.allowCredentials);
    return asking;
  };

  const told = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
      if (credential.response[name]) response[name] = words(credential.response[name]);
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return {
      type: credential.type,
      id: credential.id,
      rawId: words(credential.rawId),
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    };
  };

  for (const form of document.querySelectorAll("form[data-passkey]"))
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const failed = form.querySelector("[data-passkey-error]");
      failed.hidden = true;
      try {
        const { publicKey } = JSON.parse(form.dataset.options);
        const credential = await navigator.credentials[form.dataset.passkey]({ publicKey: asked(publicKey) });
        form.elements.credential.value = JSON.stringify(told(credential));
        form.submit();
      } catch {
        failed.hidden = false;
        failed.focus();
      }
    });
})();
