/** A route with its two ends. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        d="M8 25V12a5 5 0 0 1 5-5h2a5 5 0 0 1 5 5v5a5 5 0 0 0 5 5"
        fill="none"
        stroke="#9cc3ea"
        strokeWidth="2.5"
        strokeLinecap="round"
      />
      <circle cx="8" cy="25" r="3.5" fill="#ffffff" />
      <circle cx="25" cy="22" r="3.5" fill="#ffb4a6" />
    </svg>
  )
}
