// An OpenID Connect provider for tests: whoever signs in as "role.site" has that role and site.
//
//   node provider.js PORT REDIRECT_URI

import Provider from "oidc-provider"

const [port, redirect] = process.argv.slice(2)
const issuer = `http://localhost:${port}`

function claimsOf(id) {
  const [role, site] = id.split(".")
  return {
    sub: id,
    email: `${id}@clinic.example`,
    email_verified: true,
    roles: role === "nobody" ? [] : [role],
    sites: site ? [site] : ["Harbour", "Moor", "Valley"],
  }
}

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "clear-days",
      client_secret: "a secret of the tests alone",
      redirect_uris: [redirect],
      post_logout_redirect_uris: [redirect],
    },
  ],
  claims: { openid: ["sub", "email", "email_verified", "roles", "sites"] },
  conformIdTokenClaims: false,
  cookies: { keys: ["a key of the tests alone"] },
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  findAccount: (_, id) => ({ accountId: id, claims: () => claimsOf(id) }),
  ttl: { IdToken: 3600, AccessToken: 3600, Session: 3600, Grant: 3600, Interaction: 600 },
})

provider.listen(Number(port), "localhost", () => console.log("ready"))
