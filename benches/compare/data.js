// Prints, as lines to be imported: an agreement with five fields, ten activities in each and two events in each of these, hosted by
// twelve of the provinces that the seeds bring.
const PROVINCES = [
  'ho-chi-minh', 'kon-tum', 'gia-lai', 'dak-lak', 'dak-nong', 'lam-dong', 'ha-noi', 'da-nang', 'can-tho', 'hue', 'ninh-thuan', 'binh-thuan',
];
const SECTORS = ['tourism', 'trade', 'agriculture', 'science-technology', 'health-education'];
const STATUSES = ['PLANNED', 'ONGOING', 'COMPLETED'];

const print = (noun, key, attributes) => console.log(JSON.stringify({ noun, key, ...attributes }));

print('agreement', 'compare', {
  code: 'compare',
  kind: 'COOPERATION_AGREEMENT',
  title: { vi: 'Thỏa thuận mô phỏng để đo', en: 'Synthetic agreement to measure' },
  parties: [{ province: PROVINCES[0], role: 'LEAD' }, { province: PROVINCES[3], role: 'MEMBER' }],
  signedOn: '2024-01-02',
  period: '2024/2026',
});
SECTORS.forEach((sector, f) => {
  const field = `compare-${f}`;
  print('field', field, { agreement: 'compare', sector, title: { vi: `Lĩnh vực mô phỏng ${f}`, en: `Synthetic field ${f}` } });
  for (let a = 0; a < 10; a += 1) {
    const activity = `${field}-${a}`;
    print('activity', activity, {
      field,
      sector,
      title: { vi: `Hoạt động mô phỏng ${a} của lĩnh vực ${f}`, en: `Synthetic activity ${a} of field ${f}` },
      participants: [{ province: PROVINCES[0], role: 'PROVIDER' }, { province: PROVINCES[1 + a], role: 'BENEFICIARY' }],
      planned: `2024-${String(1 + a).padStart(2, '0')}`,
      status: STATUSES[(f + a) % STATUSES.length],
    });
    for (let e = 0; e < 2; e += 1) {
      print('event', `${activity}-${e}`, {
        activity,
        kind: e ? 'WORKSHOP' : 'EXHIBITION',
        title: { vi: `Sự kiện mô phỏng ${e} của hoạt động ${a}`, en: `Synthetic event ${e} of activity ${a}` },
        host: PROVINCES[(f + a + e) % PROVINCES.length],
        period: `2024-${String(1 + a).padStart(2, '0')}-${10 + e}`,
        status: 'HELD',
      });
    }
  }
});
