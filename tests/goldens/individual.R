# The numbers in tests/test_individual.py, made again:  Rscript tests/goldens/individual.R
# R 4.2 alone. What is told of a patient by integrate(), nothing on a grid; the fit by optim() with
# sums over 241 habits. Nothing here is needed to run the tests.
dbb <- function(y, n, p, rho) {
  a <- p * (1 - rho) / rho; b <- (1 - p) * (1 - rho) / rho
  exp(lchoose(n, y) + lbeta(y + a, n - y + b) - lbeta(a, b))
}
pbb <- function(y, n, p, rho) sapply(p, function(q) sum(dbb(0:y, n, q, rho)))
say <- function(...) cat(sprintf("%.6f", c(...)), "\n")

mu <- 0.2; sigma <- 0.8; rho <- 0.08; m <- -0.9; s <- 0.6; w <- 0.55
before <- function(x, y, n) dnorm(x, mu, sigma) *
  sapply(x, function(v) prod(dbb(y, n, plogis(v), rho)))
move <- function(d) w * dnorm(d, m, s) + (1 - w) * dnorm(d, 0, 0.15)
whole <- function(f, y, n, y1, n1, most) {  # most: the highest logit after, of one before
  inner <- function(x) sapply(x, function(v) {
    g <- function(u) f(v, u) * dbb(y1, n1, plogis(u), rho) * move(u - v)
    top <- most(v)
    cuts <- sort(unique(pmin(c(-12, v - 3, v - 0.6, v, v + 0.6, v + 3, 12), top)))
    sum(mapply(function(a, b) integrate(g, a, b, rel.tol = 1e-9)$value, head(cuts, -1), cuts[-1]))
  })
  integrate(function(x) before(x, y, n) * inner(x), -6, 6, rel.tol = 1e-8)$value
}
told <- function(y, n, y1, n1) {
  any <- function(v) 12
  all <- whole(function(v, u) rep(1, length(u)), y, n, y1, n1, any)
  least <- function(t) whole(function(v, u) rep(1, length(u)), y, n, y1, n1, function(v) {
    p <- plogis(v) * (1 - t); if (p >= 1) 12 else qlogis(p) }) / all
  mean_of <- function(f) whole(f, y, n, y1, n1, any) / all
  end <- function(q) uniroot(function(t) least(t) - q, c(-3, 0.99), tol = 1e-6)$root
  same <- integrate(function(x) before(x, y, n) * pbb(y1, n1, plogis(x), rho), -6, 6, rel.tol = 1e-9)$value /
    integrate(function(x) before(x, y, n), -6, 6, rel.tol = 1e-9)$value
  say(100 * mean_of(function(v, u) 1 - plogis(u) / plogis(v)), 100 * end(0.95), 100 * end(0.05),
      least(0.3), least(0.5), same, mean_of(function(v, u) plogis(u) - plogis(v)))
}
told(c(20, 16, 14), c(28, 27, 25), 9, 26)
told(24, 28, 10, 28)
told(c(15, 15, 18, 12, 13), c(28, 28, 20, 27, 28), 14, 15)
let_in <- function(k) integrate(function(x) dnorm(x, mu, sigma) *
  (1 - pbb(14, 28, plogis(x), rho))^k, -7, 7, rel.tol = 1e-10)$value
say(let_in(1), let_in(2))

# The fit: 80 patients, a month before session 1, two earlier ones of which a third lack the last
i <- 1:80
y <- cbind(15 + (i * 7) %% 13, 10 + (i * 11) %% 15, ifelse(i %% 3 == 0, 0, 8 + (i * 5) %% 17))
n <- cbind(28, 27, ifelse(i %% 3 == 0, 0, 26))
y1 <- ifelse(i %% 2 == 0, (i * 3) %% 9, 11 + (i * 5) %% 13); n1 <- 26 - i %% 3
x <- seq(-6.6, 6.6, 0.055); p <- plogis(x)
normal <- function(d, spread) { f <- exp(-(d / spread)^2 / 2); f / rowSums(f) }
objective <- function(t) {
  mu <- t[1]; sigma <- exp(t[2]); rho <- plogis(t[3]); m <- t[4]; s <- exp(t[5]); w <- plogis(t[6])
  apart <- outer(x, x, function(a, b) b - a)
  move <- w * normal(apart - m, s) + (1 - w) * normal(apart, 0.15)
  share <- dnorm(x, mu, sigma); share <- share / sum(share)
  of <- sapply(i, function(k) sum(share * sapply(p, function(q) prod(dbb(y[k, ], n[k, ], q, rho))) *
    move %*% dbb(y1[k], n1[k], p, rho)))
  enough <- sum(share * (1 - pbb(14, 28, p, rho)))
  prior <- c(0, log(0.8), log(0.1 / 0.9), 0, log(0.6), 0); spread <- c(1.5, 0.5, 1, 1, 1.2, 1.5)
  -sum(log(of)) + length(i) * log(enough) + sum(((t - prior) / spread)^2) / 2
}
found <- optim(c(0, -0.2, -2.2, -0.5, -0.5, 0), objective, method = "BFGS", control = list(reltol = 1e-12, maxit = 300))
say(found$par); say(found$value)
